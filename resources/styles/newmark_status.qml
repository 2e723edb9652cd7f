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
  <rasterrenderer alphaBand="-1" band="1" nodataColor="" opacity="1" type="paletted">
   <minMaxOrigin>
    <limits>None</limits>
    <extent>WholeRaster</extent>
    <statAccuracy>Estimated</statAccuracy>
    <cumulativeCutLower>0.02</cumulativeCutLower>
    <cumulativeCutUpper>0.98</cumulativeCutUpper>
    <stdDevFactor>2</stdDevFactor>
   </minMaxOrigin>
   <colorPalette>
    <paletteEntry alpha="255" color="#dc7414" label="Slides" value="0"></paletteEntry>
    <paletteEntry alpha="255" color="#d6e4f2" label="Critical acceleration not reached" value="1"></paletteEntry>
    <paletteEntry alpha="255" color="#a0a0a0" label="Flat" value="2"></paletteEntry>
    <paletteEntry alpha="255" color="#4f0a3c" label="Fails without an earthquake" value="3"></paletteEntry>
   </colorPalette>
  </rasterrenderer>
  <brightnesscontrast brightness="0" contrast="0" gamma="1"></brightnesscontrast>
  <huesaturation colorizeBlue="128" colorizeGreen="128" colorizeOn="0" colorizeRed="255" colorizeStrength="100" grayscaleMode="0" invertColors="0" saturation="0"></huesaturation>
  <rasterresampler maxOversampling="2"></rasterresampler>
  <resamplingStage>resamplingFilter</resamplingStage>
 </pipe>
 <blendMode>0</blendMode>
</qgis>
