<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>Scarp</name>
    <message>
        <location filename="../algorithms/calibrate.py"/>
        <source>Calibrate soil from landslides</source>
        <translation>Calibrar el suelo con deslizamientos</translation>
    </message>
    <message>
        <location filename="../algorithms/calibrate.py"/>
        <source>Slope stability</source>
        <translation>Estabilidad de laderas</translation>
    </message>
    <message>
        <location filename="../algorithms/classify.py"/>
        <source>Classify</source>
        <translation>Clasificar</translation>
    </message>
    <message>
        <location filename="../algorithms/classify.py"/>
        <source>From maps to decisions</source>
        <translation>De los mapas a las decisiones</translation>
    </message>
    <message>
        <location filename="../algorithms/evaluate.py"/>
        <source>Evaluate maps</source>
        <translation>Evaluar mapas</translation>
    </message>
    <message>
        <location filename="../algorithms/factorofsafety.py"/>
        <source>Factor of safety</source>
        <translation>Factor de seguridad</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>This is a fault in Scarp, please report it: {0}</source>
        <translation>Esto es un fallo de Scarp; por favor comuníquelo: {0}</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Inputs</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Outputs</source>
        <translation>Salidas</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Memory is short. Use a smaller area or larger cells.</source>
        <translation>Falta memoria. Use un área menor o celdas mayores.</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Python packages are missing: {0}. The page Setup of Scarp's dock installs them.</source>
        <translation>Faltan paquetes de Python: {0}. La página Ajustes del panel de Scarp los instala.</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/run.py"/>
        <source>Cancelled; nothing was written.</source>
        <translation>Cancelado; no se escribió nada.</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/run.py"/>
        <source>{0} of {1}: {2}</source>
        <translation>{0} de {1}: {2}</translation>
    </message>
    <message>
        <location filename="../algorithms/full/networks.py"/>
        <source>No statistical model was trained. {0}</source>
        <translation>No se entrenó ningún modelo estadístico. {0}</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Full analysis and report</source>
        <translation>Análisis completo e informe</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Probability of failure</source>
        <translation>Probabilidad de rotura</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Susceptibility, where MODEL is given</source>
        <translation>Susceptibilidad, si se da MODEL</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Report</source>
        <translation>Informe</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/labelled.py"/>
        <source>In place of INVENTORY: points with the field LABEL_FIELD, 1 landslide, 0 none, in any CRS.</source>
        <translation>En lugar de INVENTORY: puntos con el campo LABEL_FIELD, 1 deslizamiento, 0 ninguno, en cualquier SRC.</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/labelled.py"/>
        <source>Sample points</source>
        <translation>Puntos de muestra</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/networks.py"/>
        <source>{0} A path, or the file name of a model shipped with Scarp; left out, {1}.</source>
        <translation>{0} Una ruta, o el nombre de archivo de un modelo incluido en Scarp; si se omite, {1}.</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/networks.py"/>
        <source>there is none</source>
        <translation>no hay ninguno</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>there is no such file</source>
        <translation>no existe tal archivo</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it does not run</source>
        <translation>no se ejecuta</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>crashed</source>
        <translation>se interrumpió de golpe</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it is no Python</source>
        <translation>no es un Python</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it is Python {0}, and 3.9 or newer is needed</source>
        <translation>es Python {0}, y se necesita 3.9 o posterior</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it lacks {0}</source>
        <translation>le falta {0}</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>ended with code {0}</source>
        <translation>terminó con el código {0}</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>PYTHON: '{0}' cannot be started: {1}.</source>
        <translation>PYTHON: no se puede iniciar «{0}»: {1}.</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>The training {0}. Its last lines:</source>
        <translation>El entrenamiento {0}. Sus últimas líneas:</translation>
    </message>
    <message>
        <location filename="../algorithms/newmark.py"/>
        <source>Newmark displacement</source>
        <translation>Desplazamiento de Newmark</translation>
    </message>
    <message>
        <location filename="../algorithms/newmark.py"/>
        <source>Earthquakes</source>
        <translation>Terremotos</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Predict with PINN</source>
        <translation>Predecir con PINN</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Networks</source>
        <translation>Redes</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>INPUT with susceptibility_p05, _p50, _p95 and so for every output. For INPUT.</source>
        <translation>INPUT con susceptibility_p05, _p50, _p95 y así para cada salida. Para INPUT.</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Table with predictions</source>
        <translation>Tabla con predicciones</translation>
    </message>
    <message>
        <location filename="../algorithms/predictppmcnn.py"/>
        <source>Predict with PPM-CNN</source>
        <translation>Predecir con PPM-CNN</translation>
    </message>
    <message>
        <location filename="../algorithms/predictsusceptibility.py"/>
        <source>Predict susceptibility</source>
        <translation>Predecir la susceptibilidad</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>Storm to POF to refined classes</source>
        <translation>De la tormenta a la POF y a clases refinadas</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>POF of one storm of a batch</source>
        <translation>POF de una tormenta de un lote</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>Susceptibility by a trained network</source>
        <translation>Susceptibilidad por una red entrenada</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>The model '{0}' cannot be read.</source>
        <translation>El modelo «{0}» no se puede leer.</translation>
    </message>
    <message>
        <location filename="../algorithms/refinemap.py"/>
        <source>Refine map</source>
        <translation>Refinar mapa</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>Linear 0 to 1</source>
        <translation>Lineal de 0 a 1</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>North</source>
        <translation>Norte</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>{0} to {1}</source>
        <translation>{0} a {1}</translation>
    </message>
    <message>
        <location filename="../algorithms/soilthickness.py"/>
        <source>Soil thickness</source>
        <translation>Espesor del suelo</translation>
    </message>
    <message>
        <location filename="../algorithms/soilthickness.py"/>
        <source>Terrain and soil</source>
        <translation>Terreno y suelo</translation>
    </message>
    <message>
        <location filename="../algorithms/terrainfactors.py"/>
        <source>Terrain factors</source>
        <translation>Factores del terreno</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Train PINN</source>
        <translation>Entrenar PINN</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>One row a unit; at least 100 complete ones, some with landslides and some without.</source>
        <translation>Una fila por unidad; al menos 100 completas, unas con deslizamientos y otras sin ellos.</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Members are kept there as they are finished; a training with the same units and settings goes on from them.</source>
        <translation>Los miembros se guardan ahí al terminar; un entrenamiento con las mismas unidades y ajustes continúa desde ellos.</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Table, points or slope units</source>
        <translation>Tabla, puntos o unidades de ladera</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Folder for finished members</source>
        <translation>Carpeta para los miembros terminados</translation>
    </message>
    <message>
        <location filename="../algorithms/trainppmcnn.py"/>
        <source>Train PPM-CNN</source>
        <translation>Entrenar PPM-CNN</translation>
    </message>
    <message>
        <location filename="../algorithms/trainppmcnn.py"/>
        <source>Points with the field LABEL_FIELD: 1 landslide, 0 stable; in any CRS. At least 20 of each.</source>
        <translation>Puntos con el campo LABEL_FIELD: 1 deslizamiento, 0 estable; en cualquier SRC. Al menos 20 de cada.</translation>
    </message>
    <message>
        <location filename="../algorithms/trainsusceptibility.py"/>
        <source>Train susceptibility</source>
        <translation>Entrenar la susceptibilidad</translation>
    </message>
    <message>
        <location filename="../algorithms/wettingfront.py"/>
        <source>Wetting front</source>
        <translation>Frente húmedo</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Converged</source>
        <translation>Converge</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>the likeliest soil that just fails was found</source>
        <translation>se halló el suelo más probable que apenas falla</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Converged at a corner</source>
        <translation>Converge en una esquina</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>the likeliest soil that just fails lies where two limits meet, such as a front at the base of the soil</source>
        <translation>el suelo más probable que apenas falla está donde se cruzan dos límites, como un frente en la base del suelo</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Flat</source>
        <translation>Llano</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>below 1 degree: it does not slide, POF is 0</source>
        <translation>menos de 1 grado: no desliza, la POF es 0</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Dry</source>
        <translation>Seco</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>no water has soaked in: POF is 0 and says nothing of the slope before the rain</source>
        <translation>no ha entrado agua: la POF es 0 y nada dice de la ladera antes de la lluvia</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Not converged</source>
        <translation>No converge</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>POF is by 2,000 random soils, and there is no BETA</source>
        <translation>la POF es la de 2000 suelos al azar, y no hay BETA</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>No soil</source>
        <translation>Sin suelo</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>there is nothing to slide: POF is 0</source>
        <translation>no hay nada que deslice: la POF es 0</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Too steep</source>
        <translation>Demasiado empinado</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>over 85 degrees, where nothing is an infinite slope: there is no result</source>
        <translation>más de 85 grados, donde nada es un talud infinito: no hay resultado</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Design point outside the physical range</source>
        <translation>Punto de diseño fuera del rango físico</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>a distribution reaches values that no soil has; give it bounds</source>
        <translation>una distribución alcanza valores que ningún suelo tiene; póngale límites</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>No data</source>
        <translation>Sin datos</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>outside the area, or an input is missing there</source>
        <translation>fuera del área, o falta allí algún dato</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Not assessed</source>
        <translation>No evaluado</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Relief</source>
        <translation>Relieve</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Slope</source>
        <translation>Pendiente</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Aspect</source>
        <translation>Orientación</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Profile curvature</source>
        <translation>Curvatura de perfil</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Plan curvature</source>
        <translation>Curvatura plana</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Northness</source>
        <translation>Componente norte</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Eastness</source>
        <translation>Componente este</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Topographic wetness index</source>
        <translation>Índice topográfico de humedad</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Elevation without depressions</source>
        <translation>Elevación sin depresiones</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Flow direction</source>
        <translation>Dirección del flujo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Flow accumulation</source>
        <translation>Acumulación de flujo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Distance to channels</source>
        <translation>Distancia a los cauces</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Area upslope, logarithm</source>
        <translation>Área aguas arriba, logaritmo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Infiltration</source>
        <translation>Infiltración</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Runoff</source>
        <translation>Escorrentía</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Reliability index</source>
        <translation>Índice de fiabilidad</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Design point</source>
        <translation>Punto de diseño</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Importance</source>
        <translation>Importancia</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Standard error of the probability</source>
        <translation>Error típico de la probabilidad</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Factor of safety at rest</source>
        <translation>Factor de seguridad en reposo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Critical acceleration</source>
        <translation>Aceleración crítica</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Probability of failure in the earthquake</source>
        <translation>Probabilidad de rotura en el sismo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Status of the sliding block</source>
        <translation>Estado del bloque deslizante</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Refined map</source>
        <translation>Mapa refinado</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Mask</source>
        <translation>Máscara</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Stable area</source>
        <translation>Área estable</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility classes</source>
        <translation>Clases de susceptibilidad</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Hits, misses, false alarms</source>
        <translation>Aciertos, omisiones, falsas alarmas</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility</source>
        <translation>Susceptibilidad</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Spread of the ensemble</source>
        <translation>Dispersión del conjunto</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility, refined</source>
        <translation>Susceptibilidad refinada</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Outside the training samples</source>
        <translation>Fuera de las muestras de entrenamiento</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility, statistical</source>
        <translation>Susceptibilidad, estadística</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Spread of the members</source>
        <translation>Dispersión de los miembros</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility classes, statistical</source>
        <translation>Clases de susceptibilidad, estadísticas</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Coseismic susceptibility</source>
        <translation>Susceptibilidad cosísmica</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Cohesion over thickness, effective</source>
        <translation>Cohesión entre espesor, efectiva</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Friction angle, effective</source>
        <translation>Ángulo de fricción, efectivo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Factor of safety at rest, effective</source>
        <translation>Factor de seguridad en reposo, efectivo</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Critical acceleration, effective</source>
        <translation>Aceleración crítica, efectiva</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Newmark displacement, effective</source>
        <translation>Desplazamiento de Newmark, efectivo</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>North-east</source>
        <translation>Noreste</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>East</source>
        <translation>Este</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South-east</source>
        <translation>Sureste</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South</source>
        <translation>Sur</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South-west</source>
        <translation>Suroeste</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>West</source>
        <translation>Oeste</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>North-west</source>
        <translation>Noroeste</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Outlet or pit</source>
        <translation>Salida o sumidero</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Very low</source>
        <translation>Muy baja</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Low</source>
        <translation>Baja</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Moderate</source>
        <translation>Moderada</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>High</source>
        <translation>Alta</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Very high</source>
        <translation>Muy alta</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Correct negative</source>
        <translation>Negativo correcto</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Hit</source>
        <translation>Acierto</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Miss</source>
        <translation>Omisión</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>False alarm</source>
        <translation>Falsa alarma</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Below the threshold</source>
        <translation>Bajo el umbral</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>At or above the threshold</source>
        <translation>En el umbral o sobre él</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Within the training samples</source>
        <translation>Dentro de las muestras de entrenamiento</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>One factor outside</source>
        <translation>Un factor fuera</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Two factors outside</source>
        <translation>Dos factores fuera</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Three factors outside</source>
        <translation>Tres factores fuera</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Not stable, or near a landslide</source>
        <translation>No estable, o cerca de un deslizamiento</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Stable</source>
        <translation>Estable</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Landslide</source>
        <translation>Deslizamiento</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Effective cohesion</source>
        <translation>Cohesión efectiva</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Shear strength of the soil at zero effective stress, roots included.</source>
        <translation>Resistencia al corte del suelo con tensión efectiva nula, raíces incluidas.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Effective friction angle</source>
        <translation>Ángulo de rozamiento efectivo</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Its tangent is the random variable; COV and distribution are those of tan φ'.</source>
        <translation>Su tangente es la variable aleatoria; COV y distribución son los de tan φ'.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Saturated unit weight</source>
        <translation>Peso específico saturado</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Weight of the wetted soil per volume; must exceed that of water, 9.81 kN/m3.</source>
        <translation>Peso por volumen del suelo mojado; debe superar el del agua, 9.81 kN/m3.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Porosity</source>
        <translation>Porosidad</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the volume that is pores.</source>
        <translation>Parte del volumen que son poros.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Initial degree of saturation</source>
        <translation>Grado de saturación inicial</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the pores filled with water before the storm; carries antecedent wetness.</source>
        <translation>Parte de los poros llena de agua antes de la tormenta; recoge la humedad antecedente.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Final degree of saturation</source>
        <translation>Grado de saturación final</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the pores filled with water behind the wetting front.</source>
        <translation>Parte de los poros llena de agua detrás del frente húmedo.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Saturated hydraulic conductivity</source>
        <translation>Conductividad hidráulica saturada</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>The fastest the soil takes in water.</source>
        <translation>Lo más rápido que el suelo absorbe agua.</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Vertical depth from the surface to the base of the soil.</source>
        <translation>Profundidad vertical desde la superficie hasta la base del suelo.</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Slides</source>
        <translation>Desliza</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the shaking passes the critical acceleration</source>
        <translation>la sacudida supera la aceleración crítica</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Critical acceleration not reached</source>
        <translation>Aceleración crítica no alcanzada</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the block holds</source>
        <translation>el bloque resiste</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>below 1 degree: it does not slide</source>
        <translation>menos de 1 grado: no desliza</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Fails without an earthquake</source>
        <translation>Falla sin sismo</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the factor of safety at rest is 1 or less</source>
        <translation>el factor de seguridad en reposo es 1 o menos</translation>
    </message>
    <message>
        <location filename="../plugin.py"/>
        <source>Scarp</source>
        <translation>Scarp</translation>
    </message>
    <message>
        <location filename="../plugin.py"/>
        <source>Scarp: probability of slope failure in a storm</source>
        <translation>Scarp: probabilidad de rotura de laderas en una tormenta</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Press Inspect Cell, then click a dark slope to see why it fails.</source>
        <translation>Pulse Inspeccionar celda y luego una ladera oscura para ver por qué falla.</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Run: Probability of Failure</source>
        <translation>Calcular: Probabilidad de rotura</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Probability of Failure</source>
        <translation>Probabilidad de rotura</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Factor of Safety Only</source>
        <translation>Solo factor de seguridad</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Full Analysis and Report…</source>
        <translation>Análisis completo e informe…</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Replace the Last Run</source>
        <translation>Sustituir el último cálculo</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>A new run takes the place of the last one, in place of being added</source>
        <translation>El nuevo cálculo ocupa el lugar del último en vez de añadirse</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Folder for Maps and Report</source>
        <translation>Carpeta para los mapas y el informe</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copy as Python</source>
        <translation>Copiar como Python</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copy as qgis_process Command</source>
        <translation>Copiar como orden de qgis_process</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Folder for the Tables the Command Reads</source>
        <translation>Carpeta para las tablas que lee la orden</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copied. The tables it reads lie in {0}.</source>
        <translation>Copiado. Las tablas que lee están en {0}.</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Save these layers as files first, the command needs them: {0}.</source>
        <translation>Guarde antes estas capas como archivos, la orden las necesita: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Question</source>
        <translation>Pregunta</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>What you want to know; it chooses the pages below</source>
        <translation>Lo que quiere saber; elige las páginas de abajo</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Pages</source>
        <translation>Páginas</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Show</source>
        <translation>Mostrar</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Go to what has to be changed</source>
        <translation>Ir a lo que hay que cambiar</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Copy Details</source>
        <translation>Copiar detalles</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Copy the message and the log of the run</source>
        <translation>Copiar el mensaje y el registro del cálculo</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Run</source>
        <translation>Calcular</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Stop the run; no file is written</source>
        <translation>Detener el cálculo; no se escribe ningún archivo</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>The cell has no value: outside the area, or an input is missing there.</source>
        <translation>La celda no tiene valor: está fuera del área o le falta un dato.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>{0}{1} h: POF {2} (beta {3}), FOS at the mean {4}.</source>
        <translation>{0}{1} h: POF {2} (beta {3}), FOS con las medias {4}.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>It fails already at the mean.</source>
        <translation>Ya falla en la media.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>Two limits meet at the design point, so POF is not that of beta alone.</source>
        <translation>En el punto de diseño se juntan dos límites; la POF no es la de beta sola.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>Zone {0}, </source>
        <translation>Zona {0}, </translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>{0} matters most.</source>
        <translation>{0} es lo que más importa.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>FOS</source>
        <translation>FOS</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>POF</source>
        <translation>POF</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>hours from the start of the rain</source>
        <translation>horas desde el inicio de la lluvia</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>Rain</source>
        <translation>Lluvia</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>Share of the uncertainty, last time</source>
        <translation>Parte de la incertidumbre, último tiempo</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>rain is given by rasters</source>
        <translation>la lluvia viene de rásteres</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>base of the soil</source>
        <translation>base del suelo</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>nothing uncertain matters here</source>
        <translation>aquí no importa nada incierto</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: mean {0}, holds at {1}{2}</source>
        <translation>: media {0}, resiste con {1}{2}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: mean {0}, fails at {1}{2}</source>
        <translation>: media {0}, falla con {1}{2}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: holds at {0}{1}</source>
        <translation>: resiste con {0}{1}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: fails at {0}{1}</source>
        <translation>: falla con {0}{1}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Scarp: Inspect Cell</source>
        <translation>Scarp: Inspeccionar celda</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Click a cell of the map.</source>
        <translation>Pulse una celda del mapa.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Pin</source>
        <translation>Fijar</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Keep this cell's curves beside the next ones, as A, B or C</source>
        <translation>Conservar las curvas de esta celda junto a las siguientes, como A, B o C</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy the chart as a picture</source>
        <translation>Copiar el gráfico como imagen</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save…</source>
        <translation>Guardar…</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save the chart as PNG or SVG</source>
        <translation>Guardar el gráfico como PNG o SVG</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy Values</source>
        <translation>Copiar valores</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy every number, for a spreadsheet</source>
        <translation>Copiar todos los números, para una hoja de cálculo</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Unpin All</source>
        <translation>Soltar todas</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Take pinned cells away</source>
        <translation>Quitar las celdas fijadas</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save Chart</source>
        <translation>Guardar gráfico</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Computing the cell through the storm…</source>
        <translation>Calculando la celda a lo largo de la tormenta…</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>The layers of this run are not in the project. Run it again.</source>
        <translation>Las capas de este cálculo no están en el proyecto. Calcule de nuevo.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Click inside the map of the run.</source>
        <translation>Pulse dentro del mapa del cálculo.</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>The maps of this run are gone: {0}</source>
        <translation>Los mapas de este cálculo ya no están: {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>no evidence</source>
        <translation>sin indicios</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The landslides say nothing of this mean; it stays as it is.</source>
        <translation>Los deslizamientos nada dicen de esta media; queda como está.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>on bound</source>
        <translation>en el límite</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The best value lies at the bound of the table: widen the bound, or doubt the fit.</source>
        <translation>El mejor valor está en el límite de la tabla: amplíe el límite o dude del ajuste.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>not fitted</source>
        <translation>sin ajustar</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The zone has no landslide; its mean stays as it is.</source>
        <translation>La zona no tiene deslizamientos; su media queda como está.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fits soil means to mapped landslides.</source>
        <translation>Ajusta medias del suelo a deslizamientos cartografiados.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>How well the mean is now known: its standard deviation / mean</source>
        <translation>Cuán bien se conoce ahora la media: su desviación típica / media</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Side of a block</source>
        <translation>Lado de un bloque</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Choose the known landslides on the page Terrain.</source>
        <translation>Elija los deslizamientos conocidos en la página Terreno.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Accepted. In the soil table the fitted means are marked †.</source>
        <translation>Aceptado. En la tabla de suelo las medias ajustadas llevan †.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Table</source>
        <translation>Tabla</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fitted</source>
        <translation>Ajuste</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Each zone gets a mean of its own, or one factor moves the means of all zones</source>
        <translation>Cada zona recibe su propia media, o un factor mueve las medias de todas</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Check what is to be fitted.</source>
        <translation>Marque lo que se ha de ajustar.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Calibrated in {0} s. Compare, then accept or reject.</source>
        <translation>Calibrado en {0} s. Compare y acepte o rechace.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>each zone</source>
        <translation>cada zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>all alike</source>
        <translation>todas igual</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fits soil means to the {0} features of {1}. They are taken to be all the landslides of this storm, and no others.</source>
        <translation>Ajusta medias del suelo a los {0} objetos de {1}. Se toman como todos los deslizamientos de esta tormenta, y ningún otro.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Choose the table with the rain of all storms.</source>
        <translation>Elija la tabla con la lluvia de todas las tormentas.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>On ground held out, ROC AUC was {0} and is {1}.</source>
        <translation>En terreno apartado, la ROC AUC era {0} y es {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Zones of {0}</source>
        <translation>Zonas de {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Of {0} cells {1} are drawn.</source>
        <translation>De {0} celdas se extraen {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Takes about {0}.</source>
        <translation>Tarda unos {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Back to the soil table</source>
        <translation>Volver a la tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Calibrate soil</source>
        <translation>Calibrar el suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Means to fit</source>
        <translation>Medias a ajustar</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Storm of each landslide (optional)</source>
        <translation>Tormenta de cada deslizamiento (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Field of the landslides that names the storm of each, where several storms set them off</source>
        <translation>Campo de los deslizamientos que nombra la tormenta de cada uno, si los causaron varias</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Field with the storm of each landslide</source>
        <translation>Campo con la tormenta de cada deslizamiento</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Rain of all storms</source>
        <translation>Lluvia de todas las tormentas</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>A table with the columns storm, hours and mm, in place of the page Rain</source>
        <translation>Una tabla con las columnas storm, hours y mm, en lugar de la página Lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open a file…</source>
        <translation>Abrir un archivo…</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open a file</source>
        <translation>Abrir un archivo</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Test and fit</source>
        <translation>Prueba y ajuste</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Folds</source>
        <translation>Particiones</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Parts of the map that are held out in turn, each forecast by soil fitted to the others</source>
        <translation>Partes del mapa que se apartan por turno; cada una se pronostica con el suelo ajustado a las otras</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Folds of the test</source>
        <translation>Particiones de la prueba</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Side of a block, m</source>
        <translation>Lado de un bloque, m</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Cells in one block are taken to depend on each other; take more than the distance over which landslides come in clusters</source>
        <translation>Las celdas de un bloque se toman como dependientes; elija más que la distancia en que se agrupan los deslizamientos</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>What is sought</source>
        <translation>Qué se busca</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Most probable: weighs landslides against what the table says. Best ranking: the greatest ROC AUC, which says nothing of how high probabilities are</source>
        <translation>Más probable: sopesa los deslizamientos con lo que dice la tabla. Mejor orden: la mayor ROC AUC, que nada dice de cuán altas son las probabilidades</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Most probable soil</source>
        <translation>Suelo más probable</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Best ranking</source>
        <translation>Mejor orden</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Calibrate</source>
        <translation>Calibrar</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Fit the means to the landslides; the table stays as it is until you accept</source>
        <translation>Ajustar las medias a los deslizamientos; la tabla queda como está hasta que acepte</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Means before and after</source>
        <translation>Medias antes y después</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open Report</source>
        <translation>Abrir informe</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Test on ground held out, means with their bands, cohesion against friction, warnings</source>
        <translation>Prueba en terreno apartado, medias con sus bandas, cohesión frente a fricción, avisos</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Put the fitted means into the soil table, marked as fitted</source>
        <translation>Poner las medias ajustadas en la tabla de suelo, marcadas como ajustadas</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Leave the soil table as it is</source>
        <translation>Dejar la tabla de suelo como está</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Fast, and exact where failure has one likeliest soil.</source>
        <translation>Rápido, y exacto donde la rotura tiene un único suelo más verosímil.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>FORM corrected for a curved limit; a little slower.</source>
        <translation>FORM corregido por la curvatura del límite; algo más lento.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples around the likeliest failing soil; gives its error. Slow.</source>
        <translation>Muestrea alrededor del suelo más verosímil que falla; da su error. Lento.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples every soil; for checking only. Very slow.</source>
        <translation>Muestrea todos los suelos; solo para comprobar. Muy lento.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Water table depth</source>
        <translation>Profundidad del nivel freático</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples a cell</source>
        <translation>Muestras por celda</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Correlation</source>
        <translation>Correlación</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Correlation of {0} and {1}, -1 to 1; empty is 0</source>
        <translation>Correlación de {0} y {1}, de -1 a 1; vacío es 0</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pore pressure</source>
        <translation>Presión de poros</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pressure of the water in the pores at the failure surface.</source>
        <translation>Presión del agua en los poros en la superficie de rotura.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Suction above the water table</source>
        <translation>Succión sobre el nivel freático</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Seepage parallel to the slope</source>
        <translation>Flujo paralelo a la ladera</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Water table depth (optional), m</source>
        <translation>Profundidad del nivel freático (opcional), m</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Vertical depth of the water table below the surface, in metres. Empty is the mean soil thickness.</source>
        <translation>Profundidad vertical del nivel freático bajo la superficie, en metros. Vacío es el espesor medio del suelo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>mean soil thickness</source>
        <translation>espesor medio del suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>or a raster of the depth</source>
        <translation>o un ráster de la profundidad</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Raster of the depth of the water table, in metres. In place of the number.</source>
        <translation>Ráster de la profundidad del nivel freático, en metros. En lugar del número.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Failure surface</source>
        <translation>Superficie de rotura</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Where the slope may fail.</source>
        <translation>Dónde puede fallar la ladera.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>At the wetting front</source>
        <translation>En el frente húmedo</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>At the base of the soil</source>
        <translation>En la base del suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Reliability method</source>
        <translation>Método de fiabilidad</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>How the probability of failure is computed.</source>
        <translation>Cómo se calcula la probabilidad de rotura.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>FORM: first-order reliability</source>
        <translation>FORM: fiabilidad de primer orden</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>SORM: with curvature</source>
        <translation>SORM: con curvatura</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Importance sampling</source>
        <translation>Muestreo por importancia</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Monte Carlo sampling</source>
        <translation>Muestreo de Monte Carlo</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Correlation, lower triangle</source>
        <translation>Correlación, triángulo inferior</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Correlation of each pair, -1 to 1; empty is 0</source>
        <translation>Correlación de cada par, de -1 a 1; vacío es 0</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Meaning of the correlation</source>
        <translation>Significado de la correlación</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Which correlation the table gives.</source>
        <translation>Qué correlación da la tabla.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Gaussian: of the equivalent normals</source>
        <translation>Gaussiana: de las normales equivalentes</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pearson: of the quantities themselves</source>
        <translation>Pearson: de las propias magnitudes</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Scenarios</source>
        <translation>Escenarios</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Scenario table</source>
        <translation>Tabla de escenarios</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Table whose column scenario names each row. Other columns override soil columns, or the correlation, in every zone; each row gives bands of its own.</source>
        <translation>Tabla cuya columna scenario da nombre a cada fila. Las demás columnas sustituyen columnas del suelo, o la correlación, en todas las zonas; cada fila da bandas propias.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Sampling</source>
        <translation>Muestreo</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Points of the sampling methods, 100 or more; all cells share them.</source>
        <translation>Puntos de los métodos de muestreo, 100 o más; todas las celdas los comparten.</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>The same seed gives the same map.</source>
        <translation>La misma semilla da el mismo mapa.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} networks, {1} inputs</source>
        <translation>{0} redes, {1} entradas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} networks, {1} inputs, cells of {2} m</source>
        <translation>{0} redes, {1} entradas, celdas de {2} m</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>none</source>
        <translation>ninguna</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Open a Network</source>
        <translation>Abrir una red</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>ROC AUC {0} in spatial blocks</source>
        <translation>ROC AUC {0} en bloques espaciales</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} at random</source>
        <translation>{0} al azar</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Layer</source>
        <translation>Capa</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>PGA</source>
        <translation>PGA</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Caveats ({0})</source>
        <translation>Advertencias ({0})</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Trained on: {0}</source>
        <translation>Entrenada en: {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Layer for {0}</source>
        <translation>Capa para {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>It needs the columns {0}.</source>
        <translation>Necesita las columnas {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Every input has its column.</source>
        <translation>Cada entrada tiene su columna.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Every input has its layer.</source>
        <translation>Cada entrada tiene su capa.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0}, {1} to {2} in training</source>
        <translation>{0}, de {1} a {2} en el entrenamiento</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>No column for: {0}.</source>
        <translation>Sin columna para: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>No layer for: {0}.</source>
        <translation>Sin capa para: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trained network</source>
        <translation>Red entrenada</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A network shipped with Scarp, or one of your own</source>
        <translation>Una red incluida en Scarp, o una propia</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Open a network (.onnx)…</source>
        <translation>Abrir una red (.onnx)…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Open a network (.onnx)</source>
        <translation>Abrir una red (.onnx)</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>No network is here. Train one, or open an .onnx file made by Scarp.</source>
        <translation>Aquí no hay redes. Entrene una, o abra un archivo .onnx hecho con Scarp.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Caveats</source>
        <translation>Advertencias</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Table or slope units</source>
        <translation>Tabla o unidades</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>One row a unit, with a column for each input of the network</source>
        <translation>Una fila por unidad, con una columna para cada entrada de la red</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Rasters</source>
        <translation>Rásteres</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A raster for each input of the network</source>
        <translation>Un ráster para cada entrada de la red</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Its columns are found by the names the network was trained with</source>
        <translation>Sus columnas se hallan por los nombres con que se entrenó la red</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Inputs of the network</source>
        <translation>Entradas de la red</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Inputs of the network and their layers</source>
        <translation>Entradas de la red y sus capas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Compute Terrain Factors…</source>
        <translation>Calcular factores del terreno…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Make slope, curvatures and other factors from the DEM</source>
        <translation>Obtener pendiente, curvaturas y otros factores del MDE</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Shaking (PGA), in place of that of the data (optional)</source>
        <translation>Sacudida (PGA), en lugar de la de los datos (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>One peak ground acceleration for all, such as that of a scenario</source>
        <translation>Una sola aceleración máxima para todo, como la de un escenario</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Peak ground acceleration</source>
        <translation>Aceleración máxima del terreno</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Unit of the peak ground acceleration</source>
        <translation>Unidad de la aceleración máxima del terreno</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>g</source>
        <translation>g</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>%g</source>
        <translation>%g</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>m/s²</source>
        <translation>m/s²</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Predict</source>
        <translation>Predecir</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Map susceptibility with this network and these layers</source>
        <translation>Cartografiar la susceptibilidad con esta red y estas capas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train</source>
        <translation>Entrenar</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Training needs a Python with torch; see Setup. It takes minutes to hours, and QGIS stays free for other work.</source>
        <translation>Entrenar necesita un Python con torch; véase Ajustes. Tarda de minutos a horas, y QGIS queda libre para otro trabajo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Points with a field label: 1 landslide, 0 stable; at least 20 of each</source>
        <translation>Puntos con un campo label: 1 deslizamiento, 0 estable; al menos 20 de cada</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Draw Samples…</source>
        <translation>Generar muestras…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Landslide and stable points from an inventory</source>
        <translation>Puntos de deslizamiento y estables a partir de un inventario</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Factors</source>
        <translation>Factores</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Rasters the network is to learn from, all of one grid in metres; their names become the names of its inputs</source>
        <translation>Rásteres de los que aprende la red, todos de una malla en metros; sus nombres serán los de sus entradas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Factors to train on</source>
        <translation>Factores para entrenar</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trials</source>
        <translation>Pruebas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Settings tried by the search, for each test and for the final network; 0 keeps the first ones</source>
        <translation>Ajustes que prueba la búsqueda, en cada prueba y para la red final; 0 deja los primeros</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trials of the search</source>
        <translation>Pruebas de la búsqueda</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Epochs</source>
        <translation>Épocas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Most passes over the samples; training ends earlier when it no longer gets better</source>
        <translation>Máximo de pasadas por las muestras; termina antes si ya no mejora</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Most epochs</source>
        <translation>Máximo de épocas</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Save network as</source>
        <translation>Guardar la red como</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>An .onnx file; the report is written beside it</source>
        <translation>Un archivo .onnx; el informe se escribe a su lado</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train a PPM-CNN</source>
        <translation>Entrenar una PPM-CNN</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A convolutional network over factor rasters and sample points</source>
        <translation>Una red convolucional sobre rásteres de factores y puntos de muestra</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train a PINN…</source>
        <translation>Entrenar una PINN…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A physics-informed network over slope units of one earthquake; opens the dialog of the algorithm</source>
        <translation>Una red con física dentro, sobre unidades de ladera de un sismo; abre el diálogo del algoritmo</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>every computation</source>
        <translation>todos los cálculos</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>rasters and vectors</source>
        <translation>rásteres y vectores</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>charts</source>
        <translation>gráficos</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>runoff routing, flow directions</source>
        <translation>escorrentía, direcciones de flujo</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>refining maps, sample points</source>
        <translation>refinar mapas, puntos de muestra</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>testing maps, calibration, susceptibility</source>
        <translation>prueba de mapas, calibración, susceptibilidad</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>writing susceptibility models</source>
        <translation>escritura de modelos de susceptibilidad</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>calibration</source>
        <translation>calibración</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>trained networks</source>
        <translation>redes entrenadas</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>Type it in a terminal, then restart QGIS. The plugin qpip does the same without a terminal.</source>
        <translation>Escríbala en un terminal y reinicie QGIS. El complemento qpip hace lo mismo sin terminal.</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>Type it in the OSGeo4W Shell (Start menu, QGIS), then restart QGIS.</source>
        <translation>Escríbala en el OSGeo4W Shell (menú Inicio, QGIS) y reinicie QGIS.</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Silty sand (SM)</source>
        <translation>Arena limosa (SM)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Clayey sand (SC)</source>
        <translation>Arena arcillosa (SC)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Silt (ML)</source>
        <translation>Limo (ML)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Lean clay (CL)</source>
        <translation>Arcilla de baja plasticidad (CL)</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Routing needs the package numba; see Setup.</source>
        <translation>El encaminamiento necesita el paquete numba; vea Ajustes.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Import CSV…</source>
        <translation>Importar CSV…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Export CSV…</source>
        <translation>Exportar CSV…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Clear</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Import Rain Table</source>
        <translation>Importar tabla de lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Export Rain Table</source>
        <translation>Exportar tabla de lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Files…</source>
        <translation>Archivos…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Rain Rasters, in Order of Time</source>
        <translation>Rásteres de lluvia, en orden de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Storm</source>
        <translation>Tormenta</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>hours</source>
        <translation>horas</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>{0} mm in {1} h</source>
        <translation>{0} mm en {1} h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Rain table</source>
        <translation>Tabla de lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>The clipboard holds no rain. Copy two columns, hours and mm, or one of hourly mm.</source>
        <translation>El portapapeles no contiene lluvia. Copie dos columnas, horas y mm, o una de mm por hora.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Intensity of the rain</source>
        <translation>Intensidad de la lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Duration of the rain</source>
        <translation>Duración de la lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Length of a step</source>
        <translation>Duración de un intervalo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>'{0}' holds no rain table. Its header must name the columns hours and mm.</source>
        <translation>'{0}' no contiene una tabla de lluvia. Su cabecera debe nombrar las columnas hours y mm.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Seismic coefficient</source>
        <translation>Coeficiente sísmico</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>'{0}' cannot be read: {1}</source>
        <translation>«{0}» no se puede leer: {1}</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Add the rain rasters.</source>
        <translation>Añada los rásteres de lluvia.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>The rain table is empty.</source>
        <translation>La tabla de lluvia está vacía.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Map times</source>
        <translation>Tiempos de los mapas</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that is the same everywhere, by time step</source>
        <translation>Lluvia igual en todas partes, por intervalo de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that differs from place to place, one raster a time step</source>
        <translation>Lluvia distinta según el lugar, un ráster por intervalo de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Steady</source>
        <translation>Constante</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One intensity for some hours</source>
        <translation>Una intensidad durante unas horas</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain by time step</source>
        <translation>Lluvia por intervalo de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>hours: end of the step from the start of the rain, rising; mm: depth of rain in the step, 0 for a dry one</source>
        <translation>hours: fin del intervalo desde el inicio de la lluvia, creciente; mm: lámina de lluvia en el intervalo, 0 si es seco</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Import, export, paste or clear</source>
        <translation>Importar, exportar, pegar o vaciar</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add a time step at the end</source>
        <translation>Añadir un intervalo al final</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove the chosen time steps</source>
        <translation>Quitar los intervalos elegidos</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rasters, in order of time</source>
        <translation>Rásteres, en orden de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain rasters, in order of time</source>
        <translation>Rásteres de lluvia, en orden de tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One raster for each time step, or one raster with a band for each; drag to sort</source>
        <translation>Un ráster por intervalo, o un ráster con una banda por cada uno; arrastre para ordenar</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add rasters of the project or files</source>
        <translation>Añadir rásteres del proyecto o archivos</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove the chosen rasters</source>
        <translation>Quitar los rásteres elegidos</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Length of a step, h</source>
        <translation>Duración de un intervalo, h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Unit</source>
        <translation>Unidad</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours of each step.</source>
        <translation>Horas de cada intervalo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>What the values of the rasters mean.</source>
        <translation>Qué significan los valores de los rásteres.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>mm per step</source>
        <translation>mm por intervalo</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>mm/h</source>
        <translation>mm/h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Intensity, mm/h</source>
        <translation>Intensidad, mm/h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Duration, h</source>
        <translation>Duración, h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One intensity for the whole area. In mm/h.</source>
        <translation>Una intensidad para toda el área. En mm/h.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours the rain lasts.</source>
        <translation>Horas que dura la lluvia.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Map times, h</source>
        <translation>Tiempos de los mapas, h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours from the start of the rain, such as 3; 6; 9. Empty is the end of the rain.</source>
        <translation>Horas desde el inicio de la lluvia, como 3; 6; 9. Vacío es el final de la lluvia.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>end of the rain</source>
        <translation>final de la lluvia</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Route runoff</source>
        <translation>Conducir la escorrentía</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that a cell cannot take in runs to the cell below and may enter there. Needs the package numba.</source>
        <translation>La lluvia que una celda no absorbe corre a la celda de abajo y puede entrar allí. Necesita el paquete numba.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Soil can fill up</source>
        <translation>El suelo puede llenarse</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>A full column takes in no more; what it cannot take runs off</source>
        <translation>Una columna llena no absorbe más; lo que no cabe escurre</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Storm name</source>
        <translation>Nombre de la tormenta</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Name of the storm. Heads the layers of a run.</source>
        <translation>Nombre de la tormenta. Encabeza las capas de un cálculo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Storm start</source>
        <translation>Inicio de la tormenta</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Only dates the animation; the results do not depend on it</source>
        <translation>Solo fecha la animación; los resultados no dependen de ello</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Earthquake shaking</source>
        <translation>Sacudida sísmica</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Peak ground acceleration (PGA)</source>
        <translation>Aceleración máxima del terreno (PGA)</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Horizontal shaking while the slope is wet. Empty is no earthquake.</source>
        <translation>Sacudida horizontal mientras la ladera está mojada. Vacío es sin terremoto.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>no earthquake</source>
        <translation>sin terremoto</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Unit of the PGA.</source>
        <translation>Unidad de la PGA.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>m/s2</source>
        <translation>m/s2</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>or a raster of PGA</source>
        <translation>o un ráster de PGA</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Raster of peak ground acceleration. In place of the number.</source>
        <translation>Ráster de aceleración máxima del terreno. En lugar del número.</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Seismic coefficient over PGA</source>
        <translation>Coeficiente sísmico sobre PGA</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Horizontal coefficient as a share of PGA in g, 0 to 1. 0.5 is usual.</source>
        <translation>Coeficiente horizontal como parte de la PGA en g, de 0 a 1. Lo habitual es 0.5.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Greatest POF</source>
        <translation>POF máxima</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of plausible soils with which the worst cell fails in this storm</source>
        <translation>Parte de los suelos plausibles con que la peor celda falla en esta tormenta</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Area with POF above 0.5</source>
        <translation>Área con POF mayor que 0.5</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of the assessed cells</source>
        <translation>Parte de las celdas evaluadas</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Area with factor of safety below 1</source>
        <translation>Área con factor de seguridad menor que 1</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of the assessed cells that fail at the mean of every quantity</source>
        <translation>Parte de las celdas evaluadas que falla con la media de cada magnitud</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Cells not converged</source>
        <translation>Celdas sin convergencia</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Cells without an answer, black in the layer Not assessed</source>
        <translation>Celdas sin respuesta, negras en la capa No evaluado</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Least factor of safety</source>
        <translation>Factor de seguridad mínimo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>At the mean of every quantity</source>
        <translation>Con la media de cada magnitud</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>ROC AUC</source>
        <translation>ROC AUC</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>How well the map ranks mapped landslides above other places; 0.5 is chance</source>
        <translation>Lo bien que el mapa ordena los deslizamientos por encima de otros lugares; 0.5 es azar</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Results</source>
        <translation>Resultados</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>The inputs are the same.</source>
        <translation>Las entradas son las mismas.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Folder for This Run</source>
        <translation>Carpeta para esta corrida</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Changed since run {0}: {1}.</source>
        <translation>Cambiado desde el cálculo {0}: {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Report…</source>
        <translation>Informe…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>maximum</source>
        <translation>máximo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Maps are kept in this folder.</source>
        <translation>Los mapas se conservan en esta carpeta.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Empty: maps are temporary and go when QGIS closes.</source>
        <translation>Vacío: los mapas son temporales y desaparecen al cerrar QGIS.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source> and {0} more</source>
        <translation> y {0} más</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Next:</source>
        <translation>Siguiente:</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Inputs that differ: {0}.</source>
        <translation>Entradas que difieren: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Numbers, times and inspection are of the first scenario, {0}; the others are layers.</source>
        <translation>Números, tiempos e inspección son del primer escenario, {0}; los demás son capas.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Run {0}</source>
        <translation>Cálculo {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>No run yet. Results appear here and as a group of layers.</source>
        <translation>Aún no hay cálculos. Los resultados aparecen aquí y como grupo de capas.</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Run shown</source>
        <translation>Cálculo mostrado</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>The run shown below</source>
        <translation>El cálculo mostrado abajo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Compare with</source>
        <translation>Comparar con</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Another run, put beside this one</source>
        <translation>Otro cálculo, puesto junto a este</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Numbers of the run</source>
        <translation>Números del cálculo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Map the Difference</source>
        <translation>Cartografiar la diferencia</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>A layer of the probability of failure of this run minus that of the other one</source>
        <translation>Una capa de la probabilidad de rotura de este cálculo menos la del otro</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Time</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>The time of the storm whose map is shown</source>
        <translation>El tiempo de la tormenta cuyo mapa se muestra</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Play in Temporal Controller</source>
        <translation>Animar en el tiempo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Show the maps over the storm in QGIS's temporal controller</source>
        <translation>Mostrar los mapas de la tormenta en el controlador temporal de QGIS</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Inspect Cell</source>
        <translation>Inspeccionar celda</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Click a cell of the map to see why it fails or stands</source>
        <translation>Pulse una celda del mapa para ver por qué falla o resiste</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Classify…</source>
        <translation>Clasificar…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Group the probability of failure into classes</source>
        <translation>Agrupar la probabilidad de rotura en clases</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Evaluate…</source>
        <translation>Evaluar…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Test the map against known landslides</source>
        <translation>Probar el mapa con deslizamientos conocidos</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Refine…</source>
        <translation>Refinar…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Smooth the map and drop small patches</source>
        <translation>Suavizar el mapa y quitar manchas pequeñas</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Full analysis with these inputs, in a folder, with a report</source>
        <translation>Análisis completo con estas entradas, en una carpeta, con informe</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Zoom to Layers</source>
        <translation>Acercar a las capas</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Zoom the map to this run</source>
        <translation>Acercar el mapa a este cálculo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Remove Run</source>
        <translation>Quitar cálculo</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Forget this run and take its layers out of the project; files stay</source>
        <translation>Olvidar este cálculo y quitar sus capas del proyecto; los archivos quedan</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>What helps most after this run</source>
        <translation>Lo que más ayuda después de esta corrida</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Save maps in</source>
        <translation>Guardar los mapas en</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Folder for the maps and tables of the next runs; empty is a temporary place that goes when QGIS closes</source>
        <translation>Carpeta para los mapas y tablas de los próximos cálculos; vacío es un lugar temporal que desaparece al cerrar QGIS</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Keep This Run…</source>
        <translation>Conservar esta corrida…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Copy the maps and tables of this run to a folder, and let its layers show them there</source>
        <translation>Copiar los mapas y tablas de esta corrida a una carpeta, y que sus capas los muestren allí</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Setup</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installing…</source>
        <translation>Instalando…</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installed, but not all can be imported yet: restart QGIS.</source>
        <translation>Instalado, pero aún no se puede importar todo: reinicie QGIS.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Package</source>
        <translation>Paquete</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Everything is there.</source>
        <translation>Está todo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Removed. What is loaded stays until QGIS is closed.</source>
        <translation>Quitado. Lo cargado queda hasta que se cierre QGIS.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>broken</source>
        <translation>roto</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>A package that comes with QGIS is missing; Scarp cannot work without it.</source>
        <translation>Falta un paquete que viene con QGIS; Scarp no puede funcionar sin él.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Install puts {0} into a folder of this QGIS profile, {1}.</source>
        <translation>Instalar pone {0} en una carpeta de este perfil de QGIS, {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Run this on a machine with a network and the same system, and bring the folder 'wheels': {0}</source>
        <translation>Ejecute esto en una máquina con red y el mismo sistema, y traiga la carpeta 'wheels': {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Networks need the package onnxruntime.</source>
        <translation>Las redes necesitan el paquete onnxruntime.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Found here: {0}. A run's log names the one used.</source>
        <translation>Encontrado aquí: {0}. El registro de cada cálculo dice cuál se usó.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installing: {0}</source>
        <translation>Instalando: {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Physics and maps work. Missing packages are needed only for: {0}.</source>
        <translation>La física y los mapas funcionan. Los paquetes que faltan solo hacen falta para: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>The packages are in use ({0}). Restart QGIS and remove them before anything else.</source>
        <translation>Los paquetes están en uso ({0}). Reinicie QGIS y quítelos antes que nada.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>{0}: needed for {1}.</source>
        <translation>{0}: necesario para {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Needed for: {0}</source>
        <translation>Necesario para: {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Dependencies</source>
        <translation>Dependencias</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Packages</source>
        <translation>Paquetes</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Install Missing Packages</source>
        <translation>Instalar los paquetes que faltan</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Install them into a folder of this QGIS profile; QGIS itself stays as it is</source>
        <translation>Instalarlos en una carpeta de este perfil de QGIS; QGIS mismo queda como está</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Without a network</source>
        <translation>Sin red</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Folder of wheel files</source>
        <translation>Carpeta de archivos wheel</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Packages as files, brought from a machine with a network; empty takes them from the package index</source>
        <translation>Paquetes como archivos, traídos de una máquina con red; vacío los toma del índice de paquetes</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Or by hand</source>
        <translation>O a mano</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>The command for this platform; numpy stays as QGIS has it</source>
        <translation>La orden para esta plataforma; numpy queda como QGIS lo tiene</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy Command</source>
        <translation>Copiar orden</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy the command</source>
        <translation>Copiar la orden</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Stop Installing</source>
        <translation>Detener la instalación</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Stop; nothing is changed</source>
        <translation>Detener; no se cambia nada</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Remove Installed Packages</source>
        <translation>Quitar los paquetes instalados</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Remove what Scarp installed into its folder of this profile</source>
        <translation>Quitar lo que Scarp instaló en su carpeta de este perfil</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Check Again</source>
        <translation>Comprobar</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Look for the packages again</source>
        <translation>Buscar los paquetes otra vez</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy Report</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy versions and errors, for a question or a fault report</source>
        <translation>Copiar versiones y errores, para una pregunta o un aviso de fallo</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Run networks on</source>
        <translation>Ejecutar redes en</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>What runs trained networks.</source>
        <translation>Qué ejecuta las redes entrenadas.</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Processor (CPU)</source>
        <translation>Procesador (CPU)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>NVIDIA card (CUDA)</source>
        <translation>Tarjeta NVIDIA (CUDA)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Windows graphics card (DirectML)</source>
        <translation>Tarjeta gráfica de Windows (DirectML)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Processor threads</source>
        <translation>Hilos del procesador</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Threads of a run; 0 is as many as the machine has</source>
        <translation>Hilos de un cálculo; 0 son todos los que tenga la máquina</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>as many as there are</source>
        <translation>todos los que haya</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Python with torch, for training</source>
        <translation>Python con torch, para entrenar</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>The interpreter that trains networks; empty is looked for when training starts</source>
        <translation>El intérprete que entrena redes; vacío se busca al empezar a entrenar</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Fixed</source>
        <translation>Fija</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Lognormal</source>
        <translation>Lognormal</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Truncated normal</source>
        <translation>Normal truncada</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Uniform</source>
        <translation>Uniforme</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Standard deviation / mean (for friction, of tan φ'). Empty: the quantity is known.</source>
        <translation>Desviación típica / media (para el rozamiento, de tan φ'). Vacío: la magnitud se conoce.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Soil</source>
        <translation>Suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>The value expected; bounds are in All Zones</source>
        <translation>El valor esperado; los límites están en Todas las zonas</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>How the quantity scatters; fixed where COV is empty</source>
        <translation>Cómo se dispersa la magnitud; fija donde COV está vacío</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Add…</source>
        <translation>Añadir…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Rename…</source>
        <translation>Renombrar…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Take from Layer</source>
        <translation>Tomar de la capa</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Add Zone</source>
        <translation>Añadir zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Number or name of the zone, as in the map</source>
        <translation>Número o nombre de la zona, como en el mapa</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Rename Zone</source>
        <translation>Renombrar zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Number of the zone, then its name</source>
        <translation>Número de la zona y después su nombre</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Import Soil Table</source>
        <translation>Importar tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Export Soil Table</source>
        <translation>Exportar tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>The clipboard holds no soil table. Copy it with its header: zone, cohesion_kpa, friction_deg and so on.</source>
        <translation>El portapapeles no contiene una tabla de suelo. Cópiela con su cabecera: zone, cohesion_kpa, friction_deg, etc.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Mean</source>
        <translation>Media</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>COV</source>
        <translation>COV</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Distribution</source>
        <translation>Distribución</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>{0}. {1} {2} to {3}{4}.</source>
        <translation>{0}. {1} De {2} a {3}{4}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Soil table</source>
        <translation>Tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>'{0}' holds no soil table. Its header must name the columns: zone, cohesion_kpa, friction_deg and so on.</source>
        <translation>'{0}' no contiene una tabla de suelo. Su cabecera debe nombrar las columnas: zone, cohesion_kpa, friction_deg, etc.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Distribution of {0}</source>
        <translation>Distribución de {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>No row for zone {0}. Zones &gt; Take from Layer adds them.</source>
        <translation>No hay fila para la zona {0}. Zonas &gt; Tomar de la capa las añade.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>* assumed, not from this site</source>
        <translation>* supuesto, no es de este lugar</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>† fitted to landslides</source>
        <translation>† ajustado a deslizamientos</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Soil zones (optional)</source>
        <translation>Zonas de suelo (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Raster of zone numbers, or polygons with a zone field. Without it there is one zone, and the table has one row.</source>
        <translation>Ráster de números de zona, o polígonos con un campo de zona. Sin él hay una zona, y la tabla tiene una fila.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zone field</source>
        <translation>Campo de zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Field of the polygons that holds the zone's number or name</source>
        <translation>Campo de los polígonos con el número o el nombre de la zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zone</source>
        <translation>Zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>The zone whose values are shown below</source>
        <translation>La zona cuyos valores se muestran abajo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zones</source>
        <translation>Zonas</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Add, rename or remove zones</source>
        <translation>Añadir, renombrar o quitar zonas</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Presets</source>
        <translation>Típicos</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Fill the zone with typical values; each stays marked as assumed until you edit or confirm it</source>
        <translation>Llenar la zona con valores típicos; cada uno queda marcado como supuesto hasta que lo edite o confirme</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Write into all zones</source>
        <translation>Escribir en todas las zonas</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>What you type or choose below goes into every zone, not only the one shown</source>
        <translation>Lo que escriba o elija abajo va a cada zona, no solo a la mostrada</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Soil values of the zone</source>
        <translation>Valores del suelo de la zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Confirm</source>
        <translation>Confirmar</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Take the assumed values of this zone as your own; the mark goes</source>
        <translation>Tomar como propios los valores supuestos de esta zona; la marca desaparece</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Import, export or paste the soil table</source>
        <translation>Importar, exportar o pegar la tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>All Zones…</source>
        <translation>Todas las zonas…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Every zone and quantity in one window</source>
        <translation>Todas las zonas y magnitudes en una ventana</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Calibrate from Inventory…</source>
        <translation>Calibrar con inventario…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Fit the soil to mapped landslides</source>
        <translation>Ajustar el suelo a deslizamientos cartografiados</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Rasters of means</source>
        <translation>Rásteres de las medias</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>A raster replaces the mean of the table cell by cell; COV and distribution still come from the table.</source>
        <translation>Un ráster sustituye la media de la tabla celda a celda; COV y distribución siguen viniendo de la tabla.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>one zone</source>
        <translation>una zona</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>Zone {0}: {1} is empty.</source>
        <translation>Zona {0}: falta {1}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>Soil: {0} is empty.</source>
        <translation>Suelo: falta {0}.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Soil Table</source>
        <translation>Tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>One row a zone. Bounds (_min, _max) are for truncnormal, uniform and beta. A block copied from a spreadsheet can be pasted.</source>
        <translation>Una fila por zona. Los límites (_min, _max) son para truncnormal, uniform y beta. Se puede pegar un bloque copiado de una hoja de cálculo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Add an empty row</source>
        <translation>Añadir una fila vacía</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Remove the chosen rows</source>
        <translation>Quitar las filas elegidas</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Fill Down</source>
        <translation>Rellenar hacia abajo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Write the uppermost of the chosen cells into those below it</source>
        <translation>Escribir la más alta de las celdas elegidas en las de abajo</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Preset</source>
        <translation>Valor típico</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Fill the chosen rows with a typical soil, marked as assumed</source>
        <translation>Rellenar las filas elegidas con un suelo típico, marcado como supuesto</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Statistics</source>
        <translation>Estadística</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Choose an elevation model on the page Terrain.</source>
        <translation>Elija un modelo de elevación en la página Terreno.</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Choose the field of the classes.</source>
        <translation>Elija el campo de las clases.</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Learns where slopes fail from mapped landslides, tests it on ground held out, and maps it.</source>
        <translation>Aprende de los deslizamientos cartografiados dónde fallan las laderas, lo prueba en terreno reservado y lo cartografía.</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Trained in {0} s.</source>
        <translation>Entrenado en {0} s.</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>On blocks held out</source>
        <translation>En bloques reservados</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Learns where slopes fail from the {0} features of {1}, tests it on ground held out, and maps it.</source>
        <translation>Aprende de los {0} elementos de {1} dónde fallan las laderas, lo prueba en terreno reservado y lo cartografía.</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>What learns from the landslides; boosted trees take seconds, the ensemble minutes</source>
        <translation>Lo que aprende de los deslizamientos; los árboles tardan segundos, el conjunto minutos</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Geological map (optional)</source>
        <translation>Mapa geológico (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Polygons or a raster of classes, such as geology or land use</source>
        <translation>Polígonos o un ráster de clases, como geología o uso del suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Field of the classes</source>
        <translation>Campo de las clases</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Numbers or texts that name the class</source>
        <translation>Números o textos que nombran la clase</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>What the inventory holds (optional)</source>
        <translation>Lo que contiene el inventario (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Event and years, such as: rain of May 2010. For the model's card and report</source>
        <translation>Evento y años, por ejemplo: lluvia de mayo de 2010. Para la ficha del modelo y el informe</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Train and Map</source>
        <translation>Entrenar y cartografiar</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Train the model, test it on blocks held out, and map it</source>
        <translation>Entrenar el modelo, probarlo en bloques reservados y cartografiarlo</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Open the Report</source>
        <translation>Abrir el informe</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Terrain</source>
        <translation>Terreno</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Choose the raster of the soil thickness.</source>
        <translation>Elija el ráster del espesor del suelo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Least soil thickness</source>
        <translation>Espesor mínimo del suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Greatest soil thickness</source>
        <translation>Espesor máximo del suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>DEM</source>
        <translation>MDE</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>{0} x {1} cells of {2} m, {3}</source>
        <translation>{0} x {1} celdas de {2} m, {3}</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>no CRS</source>
        <translation>sin SRC</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>{0} features, {1}</source>
        <translation>{0} objetos, {1}</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Choose a DEM, or open the sample.</source>
        <translation>Elija un MDE, o abra el ejemplo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Elevation model (DEM)</source>
        <translation>Modelo de elevaciones (MDE)</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Elevation in metres. On a grid whose unit is the metre; all other rasters are put on this grid.</source>
        <translation>Elevación en metros. En una malla cuya unidad es el metro; los demás rásteres se ponen en ella.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Known landslides (optional)</source>
        <translation>Deslizamientos conocidos (opcional)</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Mapped landslides, points or polygons. Shown over the maps, and used to test them in the full analysis.</source>
        <translation>Deslizamientos cartografiados, puntos o polígonos. Se muestran sobre los mapas y sirven para probarlos en el análisis completo.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>The row thickness of the soil table</source>
        <translation>La fila de espesor de la tabla de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Raster</source>
        <translation>Ráster</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>A raster of the mean thickness, vertical, in metres</source>
        <translation>Un ráster del espesor medio, vertical, en metros</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Z-model</source>
        <translation>Modelo Z (altitud)</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Thins with elevation: greatest at the lowest cell, least at the highest</source>
        <translation>Adelgaza con la altitud: máximo en la celda más baja, mínimo en la más alta</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope model</source>
        <translation>Modelo de pendiente</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Thins with the tangent of the slope: greatest on the gentlest cell, least on the steepest</source>
        <translation>Adelgaza con la tangente de la pendiente: máximo en la celda más suave, mínimo en la más empinada</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Raster of the mean soil thickness. Vertical, in metres, 0 to 100.</source>
        <translation>Ráster del espesor medio del suelo. Vertical, en metros, de 0 a 100.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Least, m</source>
        <translation>Mínimo, m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Greatest, m</source>
        <translation>Máximo, m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Least thickness the model gives. Vertical, in metres.</source>
        <translation>Espesor mínimo que da el modelo. Vertical, en metros.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Greatest thickness the model gives. Vertical, in metres.</source>
        <translation>Espesor máximo que da el modelo. Vertical, en metros.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Use my own layers</source>
        <translation>Usar mis propias capas</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope, degrees</source>
        <translation>Pendiente, grados</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope angle in degrees, 0 to 90. In place of the slope of the DEM.</source>
        <translation>Ángulo de la pendiente en grados, de 0 a 90. En lugar de la pendiente del MDE.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Flow direction, D8 codes</source>
        <translation>Dirección de flujo, códigos D8</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>ESRI codes 1 east, then clockwise 2 to 128; 0 outlet. In place of directions from the DEM, and on its grid.</source>
        <translation>Códigos ESRI: 1 este, luego en sentido horario de 2 a 128; 0 salida. En lugar de las direcciones del MDE, y en su malla.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Depth of the wetting front, m</source>
        <translation>Profundidad del frente húmedo, m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>A computed or measured front, vertical depth in metres. Its bands are the times; the rain is then not used.</source>
        <translation>Un frente calculado o medido, profundidad vertical en metros. Sus bandas son los tiempos; la lluvia no se usa.</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Only inside these polygons</source>
        <translation>Solo dentro de estos polígonos</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Results only for cells inside these polygons. Water still flows over the whole DEM.</source>
        <translation>Resultados solo para celdas dentro de estos polígonos. El agua sigue corriendo por todo el MDE.</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Choose sample points, or draw them.</source>
        <translation>Elija puntos de muestra, o genérelos.</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Check the rasters to learn from.</source>
        <translation>Marque los rásteres de los que aprender.</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>The sample points have no field '{0}'.</source>
        <translation>Los puntos de muestra no tienen el campo «{0}».</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Say where the network is saved.</source>
        <translation>Diga dónde se guarda la red.</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample elevation</source>
        <translation>Elevación del ejemplo</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample landslides</source>
        <translation>Deslizamientos del ejemplo</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample storm</source>
        <translation>Tormenta del ejemplo</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Scarp, where slopes fail</source>
        <translation>Scarp, donde fallan las laderas</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Maps the probability that a slope fails in a storm, from terrain, uncertain soil and rain. You choose a DEM, a soil table and a storm, run, and click a cell to see why.</source>
        <translation>Cartografía la probabilidad de que una ladera falle en una tormenta, a partir del terreno, un suelo incierto y la lluvia. Usted elige un MDE, una tabla de suelo y una tormenta, calcula, y pulsa una celda para ver por qué.</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Open the Sample and Run</source>
        <translation>Calcular el ejemplo</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Load a small basin in Ecuador with assumed soil and rain, and map it</source>
        <translation>Cargar una pequeña cuenca de Ecuador con suelo y lluvia supuestos, y cartografiarla</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>A basin in southern Ecuador, with assumed soil and an assumed day of rain. Takes less than a minute.</source>
        <translation>Una cuenca del sur de Ecuador, con suelo supuesto y un día de lluvia supuesto. Tarda menos de un minuto.</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Start with My Own Data</source>
        <translation>Empezar con mis datos</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Go to the page Terrain</source>
        <translation>Ir a la página Terreno</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>You need an elevation model in metres, soil values and a storm.</source>
        <translation>Necesita un modelo de elevaciones en metros, valores del suelo y una tormenta.</translation>
    </message>
    <message>
        <location filename="../ui/pages/zones.py"/>
        <source>Soil zones</source>
        <translation>Zonas de suelo</translation>
    </message>
    <message>
        <location filename="../ui/pages/zones.py"/>
        <source>'{0}' has more than {1} different values. Are these zones?</source>
        <translation>'{0}' tiene más de {1} valores distintos. ¿Son zonas?</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Compare with a statistical map of the same landslides.</source>
        <translation>Compare con un mapa estadístico de los mismos deslizamientos.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Choose known landslides, to test the map and to fit the soil.</source>
        <translation>Elija deslizamientos conocidos, para probar el mapa y ajustar el suelo.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Evaluate the map against the landslides.</source>
        <translation>Evalúe el mapa con los deslizamientos.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Fit the soil to the landslides.</source>
        <translation>Ajuste el suelo a los deslizamientos.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>{0} landslides are mapped, and next to nothing fails{1}. The soil is given too strong or too dry, or the storm too weak: fit the soil to the landslides, or check cohesion and storm.</source>
        <translation>Hay {0} deslizamientos cartografiados y casi nada falla{1}. El suelo es demasiado resistente o seco, o la tormenta demasiado débil: ajuste el suelo a los deslizamientos, o revise la cohesión y la tormenta.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>{0} of the area fails. Slopes that stand cannot be that weak: the soil is given too weak or too wet, or too thick. Check cohesion, friction and thickness, or fit the soil to landslides.</source>
        <translation>Falla el {0} del área. Las laderas que están en pie no pueden ser tan débiles: el suelo es demasiado débil, húmedo o espeso. Revise cohesión, fricción y espesor, o ajuste el suelo a los deslizamientos.</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source> (greatest probability of failure {0})</source>
        <translation> (mayor probabilidad de rotura {0})</translation>
    </message>
    <message>
        <location filename="../ui/runs/difference.py"/>
        <source>Difference of two runs</source>
        <translation>Diferencia de dos cálculos</translation>
    </message>
    <message>
        <location filename="../ui/runs/difference.py"/>
        <source>The difference failed.</source>
        <translation>La diferencia falló.</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <location filename="../ui/runs/finished.py"/>
        <source> (zone {0})</source>
        <translation> (zona {0})</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>starting</source>
        <translation>empezando</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>stopping</source>
        <translation>deteniendo</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0}, about {1}.</source>
        <translation>{0}, unos {1}.</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>Cancelled. No files were written.</source>
        <translation>Cancelado. No se escribió ningún archivo.</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0} cells x {1} times</source>
        <translation>{0} celdas x {1} tiempos</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0} cells</source>
        <translation>{0} celdas</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>Failed. {0}</source>
        <translation>Falló. {0}</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source> ({0} more)</source>
        <translation> ({0} más)</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>Stopped. Nothing was installed.</source>
        <translation>Detenido. No se instaló nada.</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>'{0}' does not start: {1}.</source>
        <translation>'{0}' no arranca: {1}.</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>Installed.</source>
        <translation>Instalado.</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>'{0}' cannot be written: {1}.</source>
        <translation>No se puede escribir '{0}': {1}.</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>pip failed. Nothing was changed.</source>
        <translation>pip falló. No se cambió nada.</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>The packages of before are in use ({0}). Restart QGIS and install again before anything else.</source>
        <translation>Los paquetes anteriores están en uso ({0}). Reinicie QGIS e instale de nuevo antes que nada.</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>, 1 warning</source>
        <translation>, 1 aviso</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Run {0} done in {1} s{2}.</source>
        <translation>Cálculo {0} hecho en {1} s{2}.</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>POF, run {0} minus run {1}</source>
        <translation>POF, cálculo {0} menos cálculo {1}</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Trained in {0} s, ROC AUC {1}. The network is chosen; its report lies beside it.</source>
        <translation>Entrenada en {0} s, ROC AUC {1}. La red está elegida; su informe está a su lado.</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>, {0} warnings</source>
        <translation>, {0} avisos</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Run {0} is kept in {1}.</source>
        <translation>La corrida {0} se conserva en {1}.</translation>
    </message>
    <message>
        <location filename="../ui/runs/layers.py"/>
        <source>Hillshade</source>
        <translation>Sombreado</translation>
    </message>
    <message>
        <location filename="../ui/runs/layers.py"/>
        <source>Mapped landslides ({0})</source>
        <translation>Deslizamientos cartografiados ({0})</translation>
    </message>
    <message>
        <location filename="../ui/runs/task.py"/>
        <source>The run failed; see the log.</source>
        <translation>El cálculo falló; vea el registro.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/layer_watch.py"/>
        <source>Removed from the project, and now none: {0}.</source>
        <translation>Quitado del proyecto, y ahora ninguno: {0}.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Open a Layer</source>
        <translation>Abrir una capa</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Open the help on this page</source>
        <translation>Abrir la ayuda de esta página</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>All files</source>
        <translation>Todos los archivos</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>'{0}' cannot be written: {1}. Choose another folder.</source>
        <translation>No se puede escribir '{0}': {1}. Elija otra carpeta.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0}: '{1}' is not a number.</source>
        <translation>{0}: «{1}» no es un número.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0}: {1} is outside {2} to {3}.</source>
        <translation>{0}: {1} está fuera de {2} a {3}.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0} is empty.</source>
        <translation>{0} está vacío.</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>nothing given</source>
        <translation>nada indicado</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>has a problem</source>
        <translation>tiene un problema</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>ready</source>
        <translation>listo</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rain_chart.py"/>
        <source>at most {0} mm/h</source>
        <translation>máximo {0} mm/h</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rain_chart.py"/>
        <source>Rain over time: {0} steps, at most {1} mm</source>
        <translation>Lluvia en el tiempo: {0} intervalos, máximo {1} mm</translation>
    </message>
</context>
</TS>
