<qgis styleCategories="Symbology" version="3.22.0">
 <pipe-data-defined-properties>
  <Option type="Map">
   <Option name="name" type="QString" value=""></Option>
   <Option name="properties"></Option>
   <Option name="type" type="QString" value="collection"></Option>
  </Option>
 </pipe-data-defined-properties>
 <pipe>
  <provider>
   <resampling enabled="false" maxOversampling="2" zoomedInResamplingMethod="nearestNeighbour" zoomedOutResamplingMethod="nearestNeighbour"></resampling>
  </provider>
  <rasterrenderer alphaBand="-1" angle="45" azimuth="315" band="1" multidirection="1" nodataColor="" opacity="0.3" type="hillshade" zfactor="1">
   <minMaxOrigin>
    <limits>None</limits>
    <extent>WholeRaster</extent>
    <statAccuracy>Estimated</statAccuracy>
    <cumulativeCutLower>0.02</cumulativeCutLower>
    <cumulativeCutUpper>0.98</cumulativeCutUpper>
    <stdDevFactor>2</stdDevFactor>
   </minMaxOrigin>
  </rasterrenderer>
  <brightnesscontrast brightness="0" contrast="0" gamma="1"></brightnesscontrast>
  <huesaturation colorizeBlue="128" colorizeGreen="128" colorizeOn="0" colorizeRed="255" colorizeStrength="100" grayscaleMode="0" invertColors="0" saturation="0"></huesaturation>
  <rasterresampler maxOversampling="2"></rasterresampler>
  <resamplingStage>resamplingFilter</resamplingStage>
 </pipe>
 <blendMode>6</blendMode>
</qgis>
