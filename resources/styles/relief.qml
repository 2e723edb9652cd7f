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
  <rasterrenderer alphaBand="-1" band="1" classificationMax="400" classificationMin="100" nodataColor="" opacity="1" type="singlebandpseudocolor">
   <minMaxOrigin>
    <limits>None</limits>
    <extent>WholeRaster</extent>
    <statAccuracy>Estimated</statAccuracy>
    <cumulativeCutLower>0.02</cumulativeCutLower>
    <cumulativeCutUpper>0.98</cumulativeCutUpper>
    <stdDevFactor>2</stdDevFactor>
   </minMaxOrigin>
   <rastershader>
    <colorrampshader classificationMode="1" clip="0" colorRampType="DISCRETE" labelPrecision="6" maximumValue="400" minimumValue="100">
     <item alpha="255" color="#fff7ec" label="≤ 100 m" value="100"></item>
     <item alpha="255" color="#ebcb9c" label="100 to 200 m" value="200"></item>
     <item alpha="255" color="#c99a5b" label="200 to 300 m" value="300"></item>
     <item alpha="255" color="#97632a" label="300 to 400 m" value="400"></item>
     <item alpha="255" color="#5a330b" label="> 400 m" value="inf"></item>
     <rampLegendSettings direction="0" maximumLabel="" minimumLabel="" orientation="2" prefix="" suffix="" useContinuousLegend="1">
      <numericFormat id="basic">
       <Option type="Map">
        <Option name="decimal_separator" type="QChar" value=""></Option>
        <Option name="decimals" type="int" value="6"></Option>
        <Option name="rounding_type" type="int" value="0"></Option>
        <Option name="show_plus" type="bool" value="false"></Option>
        <Option name="show_thousand_separator" type="bool" value="true"></Option>
        <Option name="show_trailing_zeros" type="bool" value="false"></Option>
        <Option name="thousand_separator" type="QChar" value=""></Option>
       </Option>
      </numericFormat>
     </rampLegendSettings>
    </colorrampshader>
   </rastershader>
  </rasterrenderer>
  <brightnesscontrast brightness="0" contrast="0" gamma="1"></brightnesscontrast>
  <huesaturation colorizeBlue="128" colorizeGreen="128" colorizeOn="0" colorizeRed="255" colorizeStrength="100" grayscaleMode="0" invertColors="0" saturation="0"></huesaturation>
  <rasterresampler maxOversampling="2"></rasterresampler>
  <resamplingStage>resamplingFilter</resamplingStage>
 </pipe>
 <blendMode>0</blendMode>
</qgis>
