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
  <rasterrenderer alphaBand="-1" band="1" classificationMax="8" classificationMin="2" nodataColor="" opacity="1" type="singlebandpseudocolor">
   <minMaxOrigin>
    <limits>None</limits>
    <extent>WholeRaster</extent>
    <statAccuracy>Estimated</statAccuracy>
    <cumulativeCutLower>0.02</cumulativeCutLower>
    <cumulativeCutUpper>0.98</cumulativeCutUpper>
    <stdDevFactor>2</stdDevFactor>
   </minMaxOrigin>
   <rastershader>
    <colorrampshader classificationMode="1" clip="0" colorRampType="DISCRETE" labelPrecision="6" maximumValue="8" minimumValue="2">
     <item alpha="255" color="#f2f7fc" label="≤ 2 log10(m2)" value="2"></item>
     <item alpha="255" color="#c3dbee" label="2 to 4 log10(m2)" value="4"></item>
     <item alpha="255" color="#7fb8da" label="4 to 6 log10(m2)" value="6"></item>
     <item alpha="255" color="#3d87bd" label="6 to 8 log10(m2)" value="8"></item>
     <item alpha="255" color="#0b4a86" label="> 8 log10(m2)" value="inf"></item>
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
