<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Scarp</name>
    <message>
        <location filename="../algorithms/calibrate.py"/>
        <source>Calibrate soil from landslides</source>
        <translation>用滑坡率定土参数</translation>
    </message>
    <message>
        <location filename="../algorithms/calibrate.py"/>
        <source>Slope stability</source>
        <translation>斜坡稳定性</translation>
    </message>
    <message>
        <location filename="../algorithms/classify.py"/>
        <source>Classify</source>
        <translation>分级</translation>
    </message>
    <message>
        <location filename="../algorithms/classify.py"/>
        <source>From maps to decisions</source>
        <translation>从地图到决策</translation>
    </message>
    <message>
        <location filename="../algorithms/evaluate.py"/>
        <source>Evaluate maps</source>
        <translation>检验地图</translation>
    </message>
    <message>
        <location filename="../algorithms/factorofsafety.py"/>
        <source>Factor of safety</source>
        <translation>安全系数</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>This is a fault in Scarp, please report it: {0}</source>
        <translation>这是 Scarp 的故障，请报告：{0}</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Memory is short. Use a smaller area or larger cells.</source>
        <translation>内存不足。请缩小区域或加大单元。</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/base.py"/>
        <source>Python packages are missing: {0}. The page Setup of Scarp's dock installs them.</source>
        <translation>缺少 Python 软件包：{0}。可在 Scarp 面板的“设置”页安装。</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/run.py"/>
        <source>Cancelled; nothing was written.</source>
        <translation>已取消；未写入任何内容。</translation>
    </message>
    <message>
        <location filename="../algorithms/frame/run.py"/>
        <source>{0} of {1}: {2}</source>
        <translation>{0}/{1}：{2}</translation>
    </message>
    <message>
        <location filename="../algorithms/full/networks.py"/>
        <source>No statistical model was trained. {0}</source>
        <translation>没有训练统计模型。{0}</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Full analysis and report</source>
        <translation>完整分析与报告</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Probability of failure</source>
        <translation>失稳概率</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Susceptibility, where MODEL is given</source>
        <translation>易发性（给出 MODEL 时）</translation>
    </message>
    <message>
        <location filename="../algorithms/fullanalysis.py"/>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/labelled.py"/>
        <source>In place of INVENTORY: points with the field LABEL_FIELD, 1 landslide, 0 none, in any CRS.</source>
        <translation>代替 INVENTORY：带 LABEL_FIELD 字段的点，1 为滑坡，0 为无，任意坐标系。</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/labelled.py"/>
        <source>Sample points</source>
        <translation>样本点</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/networks.py"/>
        <source>{0} A path, or the file name of a model shipped with Scarp; left out, {1}.</source>
        <translation>{0} 路径，或随 Scarp 提供的模型的文件名；留空则用 {1}。</translation>
    </message>
    <message>
        <location filename="../algorithms/inputs/networks.py"/>
        <source>there is none</source>
        <translation>没有</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>there is no such file</source>
        <translation>没有这个文件</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it does not run</source>
        <translation>无法运行</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>crashed</source>
        <translation>崩溃了</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it is no Python</source>
        <translation>不是 Python</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it is Python {0}, and 3.9 or newer is needed</source>
        <translation>是 Python {0}，需要 3.9 或更新版本</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>it lacks {0}</source>
        <translation>缺少 {0}</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>ended with code {0}</source>
        <translation>以代码 {0} 结束</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>PYTHON: '{0}' cannot be started: {1}.</source>
        <translation>PYTHON：无法启动“{0}”：{1}。</translation>
    </message>
    <message>
        <location filename="../algorithms/networks/training_process.py"/>
        <source>The training {0}. Its last lines:</source>
        <translation>训练{0}。最后几行：</translation>
    </message>
    <message>
        <location filename="../algorithms/newmark.py"/>
        <source>Newmark displacement</source>
        <translation>Newmark 位移</translation>
    </message>
    <message>
        <location filename="../algorithms/newmark.py"/>
        <source>Earthquakes</source>
        <translation>地震</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Predict with PINN</source>
        <translation>用 PINN 预测</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Networks</source>
        <translation>网络</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>INPUT with susceptibility_p05, _p50, _p95 and so for every output. For INPUT.</source>
        <translation>INPUT 加上 susceptibility_p05、_p50、_p95，其他输出同理。用于 INPUT。</translation>
    </message>
    <message>
        <location filename="../algorithms/predictpinn.py"/>
        <source>Table with predictions</source>
        <translation>带预测的表</translation>
    </message>
    <message>
        <location filename="../algorithms/predictppmcnn.py"/>
        <source>Predict with PPM-CNN</source>
        <translation>用 PPM-CNN 预测</translation>
    </message>
    <message>
        <location filename="../algorithms/predictsusceptibility.py"/>
        <source>Predict susceptibility</source>
        <translation>预测易发性</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>Storm to POF to refined classes</source>
        <translation>从暴雨到失稳概率再到精化等级</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>POF of one storm of a batch</source>
        <translation>批次中一场暴雨的失稳概率</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>Susceptibility by a trained network</source>
        <translation>由训练好的网络得出的易发性</translation>
    </message>
    <message>
        <location filename="../algorithms/provider.py"/>
        <source>The model '{0}' cannot be read.</source>
        <translation>无法读取模型“{0}”。</translation>
    </message>
    <message>
        <location filename="../algorithms/refinemap.py"/>
        <source>Refine map</source>
        <translation>精化地图</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>Linear 0 to 1</source>
        <translation>0 到 1 线性</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>North</source>
        <translation>北</translation>
    </message>
    <message>
        <location filename="../algorithms/results/styling.py"/>
        <source>{0} to {1}</source>
        <translation>{0} 至 {1}</translation>
    </message>
    <message>
        <location filename="../algorithms/soilthickness.py"/>
        <source>Soil thickness</source>
        <translation>土层厚度</translation>
    </message>
    <message>
        <location filename="../algorithms/soilthickness.py"/>
        <source>Terrain and soil</source>
        <translation>地形与土</translation>
    </message>
    <message>
        <location filename="../algorithms/terrainfactors.py"/>
        <source>Terrain factors</source>
        <translation>地形因子</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Train PINN</source>
        <translation>训练 PINN</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>One row a unit; at least 100 complete ones, some with landslides and some without.</source>
        <translation>每个单元一行；至少 100 行完整，有的有滑坡，有的没有。</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Members are kept there as they are finished; a training with the same units and settings goes on from them.</source>
        <translation>完成的成员保存在此；单元和设置相同的训练由此继续。</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Table, points or slope units</source>
        <translation>表、点或斜坡单元</translation>
    </message>
    <message>
        <location filename="../algorithms/trainpinn.py"/>
        <source>Folder for finished members</source>
        <translation>已完成成员的文件夹</translation>
    </message>
    <message>
        <location filename="../algorithms/trainppmcnn.py"/>
        <source>Train PPM-CNN</source>
        <translation>训练 PPM-CNN</translation>
    </message>
    <message>
        <location filename="../algorithms/trainppmcnn.py"/>
        <source>Points with the field LABEL_FIELD: 1 landslide, 0 stable; in any CRS. At least 20 of each.</source>
        <translation>带字段 LABEL_FIELD 的点：1 滑坡，0 稳定；任意坐标系。每类至少 20 个。</translation>
    </message>
    <message>
        <location filename="../algorithms/trainsusceptibility.py"/>
        <source>Train susceptibility</source>
        <translation>训练易发性模型</translation>
    </message>
    <message>
        <location filename="../algorithms/wettingfront.py"/>
        <source>Wetting front</source>
        <translation>湿润锋</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Converged</source>
        <translation>收敛</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>the likeliest soil that just fails was found</source>
        <translation>已找到恰好破坏的最可能土体</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Converged at a corner</source>
        <translation>在角点收敛</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>the likeliest soil that just fails lies where two limits meet, such as a front at the base of the soil</source>
        <translation>恰好破坏的最可能土体位于两个界限相交处，例如湿润锋到达土层底部</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Flat</source>
        <translation>平坦</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>below 1 degree: it does not slide, POF is 0</source>
        <translation>坡度小于 1 度：不会滑动，失稳概率为 0</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Dry</source>
        <translation>干燥</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>no water has soaked in: POF is 0 and says nothing of the slope before the rain</source>
        <translation>水尚未渗入：失稳概率为 0，但不说明降雨前的边坡状态</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Not converged</source>
        <translation>未收敛</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>POF is by 2,000 random soils, and there is no BETA</source>
        <translation>失稳概率由 2000 个随机土样得出，没有 BETA</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>No soil</source>
        <translation>无土层</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>there is nothing to slide: POF is 0</source>
        <translation>没有可滑动的土体：失稳概率为 0</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Too steep</source>
        <translation>过陡</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>over 85 degrees, where nothing is an infinite slope: there is no result</source>
        <translation>坡度大于 85 度，无限边坡模型不适用：没有结果</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>Design point outside the physical range</source>
        <translation>设计点超出物理范围</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>a distribution reaches values that no soil has; give it bounds</source>
        <translation>某个分布达到了任何土体都没有的取值；请设定上下限</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>No data</source>
        <translation>无数据</translation>
    </message>
    <message>
        <location filename="../engine/mapping/status.py"/>
        <source>outside the area, or an input is missing there</source>
        <translation>位于范围之外，或此处缺少输入数据</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Not assessed</source>
        <translation>未评估</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Relief</source>
        <translation>起伏度</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Slope</source>
        <translation>坡度</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Aspect</source>
        <translation>坡向</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Profile curvature</source>
        <translation>剖面曲率</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Plan curvature</source>
        <translation>平面曲率</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Northness</source>
        <translation>北向分量</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Eastness</source>
        <translation>东向分量</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Topographic wetness index</source>
        <translation>地形湿度指数</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Elevation without depressions</source>
        <translation>填洼后的高程</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Flow direction</source>
        <translation>流向</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Flow accumulation</source>
        <translation>汇流累积量</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Distance to channels</source>
        <translation>到河道的距离</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Area upslope, logarithm</source>
        <translation>上坡汇水面积（对数）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Infiltration</source>
        <translation>入渗</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Runoff</source>
        <translation>径流</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Reliability index</source>
        <translation>可靠指标</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Design point</source>
        <translation>设计点</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Importance</source>
        <translation>重要性</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Standard error of the probability</source>
        <translation>概率的标准误差</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Factor of safety at rest</source>
        <translation>静态安全系数</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Critical acceleration</source>
        <translation>临界加速度</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Probability of failure in the earthquake</source>
        <translation>地震中的失稳概率</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Status of the sliding block</source>
        <translation>滑块状态</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Refined map</source>
        <translation>精化图</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Mask</source>
        <translation>掩膜</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Stable area</source>
        <translation>稳定区</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility classes</source>
        <translation>易发性等级</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Hits, misses, false alarms</source>
        <translation>命中、漏报、误报</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility</source>
        <translation>易发性</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Spread of the ensemble</source>
        <translation>集合离散度</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility, refined</source>
        <translation>精化后的易发性</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Outside the training samples</source>
        <translation>超出训练样本范围</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility, statistical</source>
        <translation>易发性（统计）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Spread of the members</source>
        <translation>成员间的离散度</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Susceptibility classes, statistical</source>
        <translation>易发性等级（统计）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Coseismic susceptibility</source>
        <translation>同震易发性</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Cohesion over thickness, effective</source>
        <translation>黏聚力与厚度之比（等效）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Friction angle, effective</source>
        <translation>内摩擦角（等效）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Factor of safety at rest, effective</source>
        <translation>静态安全系数（等效）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Critical acceleration, effective</source>
        <translation>临界加速度（等效）</translation>
    </message>
    <message>
        <location filename="../engine/outputs.py"/>
        <source>Newmark displacement, effective</source>
        <translation>Newmark 位移（等效）</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>North-east</source>
        <translation>东北</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>East</source>
        <translation>东</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South-east</source>
        <translation>东南</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South</source>
        <translation>南</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>South-west</source>
        <translation>西南</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>West</source>
        <translation>西</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>North-west</source>
        <translation>西北</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Outlet or pit</source>
        <translation>出口或洼点</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Very low</source>
        <translation>极低</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Low</source>
        <translation>低</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Moderate</source>
        <translation>中</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>High</source>
        <translation>高</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Very high</source>
        <translation>极高</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Correct negative</source>
        <translation>正确否定</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Hit</source>
        <translation>命中</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Miss</source>
        <translation>漏报</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>False alarm</source>
        <translation>误报</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Below the threshold</source>
        <translation>低于阈值</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>At or above the threshold</source>
        <translation>达到或高于阈值</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Within the training samples</source>
        <translation>在训练样本范围内</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>One factor outside</source>
        <translation>一个因子超出范围</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Two factors outside</source>
        <translation>两个因子超出范围</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Three factors outside</source>
        <translation>三个因子超出范围</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Not stable, or near a landslide</source>
        <translation>不稳定，或靠近滑坡</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <location filename="../engine/palette.py"/>
        <source>Landslide</source>
        <translation>滑坡</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Effective cohesion</source>
        <translation>有效黏聚力</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Shear strength of the soil at zero effective stress, roots included.</source>
        <translation>有效应力为零时土的抗剪强度，含根系作用。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Effective friction angle</source>
        <translation>有效内摩擦角</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Its tangent is the random variable; COV and distribution are those of tan φ'.</source>
        <translation>其正切为随机变量；变异系数和分布均针对 tan φ'。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Saturated unit weight</source>
        <translation>饱和重度</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Weight of the wetted soil per volume; must exceed that of water, 9.81 kN/m3.</source>
        <translation>湿土单位体积的重量；必须大于水的重度 9.81 kN/m3。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Porosity</source>
        <translation>孔隙率</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the volume that is pores.</source>
        <translation>孔隙占总体积的比例。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Initial degree of saturation</source>
        <translation>初始饱和度</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the pores filled with water before the storm; carries antecedent wetness.</source>
        <translation>暴雨前孔隙中充水的比例；反映前期湿度。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Final degree of saturation</source>
        <translation>最终饱和度</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Share of the pores filled with water behind the wetting front.</source>
        <translation>湿润锋后方孔隙中充水的比例。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Saturated hydraulic conductivity</source>
        <translation>饱和渗透系数</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>The fastest the soil takes in water.</source>
        <translation>土吸水的最快速度。</translation>
    </message>
    <message>
        <location filename="../engine/quantities.py"/>
        <source>Vertical depth from the surface to the base of the soil.</source>
        <translation>从地表到土层底部的垂直深度。</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Slides</source>
        <translation>滑动</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the shaking passes the critical acceleration</source>
        <translation>震动超过临界加速度</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Critical acceleration not reached</source>
        <translation>未达到临界加速度</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the block holds</source>
        <translation>滑块保持稳定</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>below 1 degree: it does not slide</source>
        <translation>坡度小于 1 度：不会滑动</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>Fails without an earthquake</source>
        <translation>无地震也会破坏</translation>
    </message>
    <message>
        <location filename="../engine/stability/newmark.py"/>
        <source>the factor of safety at rest is 1 or less</source>
        <translation>静态安全系数不大于 1</translation>
    </message>
    <message>
        <location filename="../plugin.py"/>
        <source>Scarp</source>
        <translation>Scarp</translation>
    </message>
    <message>
        <location filename="../plugin.py"/>
        <source>Scarp: probability of slope failure in a storm</source>
        <translation>Scarp：暴雨中斜坡的失稳概率</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Press Inspect Cell, then click a dark slope to see why it fails.</source>
        <translation>按“查询单元”，再点击深色斜坡，看其为何失稳。</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Run: Probability of Failure</source>
        <translation>运行：失稳概率</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Probability of Failure</source>
        <translation>失稳概率</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Factor of Safety Only</source>
        <translation>仅安全系数</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Full Analysis and Report…</source>
        <translation>完整分析与报告…</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Replace the Last Run</source>
        <translation>替换上一次计算</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>A new run takes the place of the last one, in place of being added</source>
        <translation>新的计算取代上一次，而不是另外添加</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Folder for Maps and Report</source>
        <translation>地图和报告的文件夹</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copy as Python</source>
        <translation>复制为 Python</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copy as qgis_process Command</source>
        <translation>复制为 qgis_process 命令</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Folder for the Tables the Command Reads</source>
        <translation>命令所读表格的文件夹</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Copied. The tables it reads lie in {0}.</source>
        <translation>已复制。命令所读的表格在 {0}。</translation>
    </message>
    <message>
        <location filename="../ui/dock.py"/>
        <source>Save these layers as files first, the command needs them: {0}.</source>
        <translation>请先将这些图层保存为文件，该命令需要它们：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>What you want to know; it chooses the pages below</source>
        <translation>您想了解什么；它决定下方的页面</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Show</source>
        <translation>转到</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Go to what has to be changed</source>
        <translation>转到需要修改之处</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Copy Details</source>
        <translation>复制详情</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Copy the message and the log of the run</source>
        <translation>复制本次运行的消息和日志</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="../ui/dock.ui"/>
        <source>Stop the run; no file is written</source>
        <translation>停止运行；不会写入任何文件</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>The cell has no value: outside the area, or an input is missing there.</source>
        <translation>该栅格单元没有值：位于区域之外，或缺少输入。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>{0}{1} h: POF {2} (beta {3}), FOS at the mean {4}.</source>
        <translation>{0}{1} h：失稳概率 {2}（可靠指标 {3}），均值下安全系数 {4}。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>It fails already at the mean.</source>
        <translation>在均值时已经破坏。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>Two limits meet at the design point, so POF is not that of beta alone.</source>
        <translation>设计点处两个极限相交，故 POF 不只由 beta 决定。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>Zone {0}, </source>
        <translation>分区 {0}，</translation>
    </message>
    <message>
        <location filename="../ui/inspect/cell.py"/>
        <source>{0} matters most.</source>
        <translation>{0}影响最大。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>FOS</source>
        <translation>安全系数</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>POF</source>
        <translation>失稳概率</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>hours from the start of the rain</source>
        <translation>自降雨开始的小时数</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>Rain</source>
        <translation>降雨</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>Share of the uncertainty, last time</source>
        <translation>不确定性的份额，最后时刻</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>rain is given by rasters</source>
        <translation>降雨由栅格给出</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>base of the soil</source>
        <translation>土层底部</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>nothing uncertain matters here</source>
        <translation>此处没有起作用的不确定量</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: mean {0}, holds at {1}{2}</source>
        <translation>：均值 {0}，在 {1}{2} 时保持稳定</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: mean {0}, fails at {1}{2}</source>
        <translation>：均值 {0}，破坏时 {1}{2}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: holds at {0}{1}</source>
        <translation>：在 {0}{1} 时保持稳定</translation>
    </message>
    <message>
        <location filename="../ui/inspect/chart.py"/>
        <source>: fails at {0}{1}</source>
        <translation>：破坏时 {0}{1}</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Scarp: Inspect Cell</source>
        <translation>Scarp：单元查询</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Click a cell of the map.</source>
        <translation>请在地图上点击一个单元。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Keep this cell's curves beside the next ones, as A, B or C</source>
        <translation>将此单元的曲线保留为 A、B 或 C，与后续单元对照</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy the chart as a picture</source>
        <translation>将图表复制为图片</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save the chart as PNG or SVG</source>
        <translation>将图表保存为 PNG 或 SVG</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy Values</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Copy every number, for a spreadsheet</source>
        <translation>复制全部数值，供电子表格使用</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Unpin All</source>
        <translation>全部取消固定</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Take pinned cells away</source>
        <translation>移除已固定的单元</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Save Chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Computing the cell through the storm…</source>
        <translation>正在计算该单元在暴雨中的过程…</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>The layers of this run are not in the project. Run it again.</source>
        <translation>本次计算的图层不在工程中。请重新运行。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>Click inside the map of the run.</source>
        <translation>请在本次计算的地图范围内点击。</translation>
    </message>
    <message>
        <location filename="../ui/inspect/panel.py"/>
        <source>The maps of this run are gone: {0}</source>
        <translation>本次计算的地图已不存在：{0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>no evidence</source>
        <translation>无依据</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The landslides say nothing of this mean; it stays as it is.</source>
        <translation>滑坡对此均值没有说明；保持不变。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>on bound</source>
        <translation>在界上</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The best value lies at the bound of the table: widen the bound, or doubt the fit.</source>
        <translation>最佳值位于表的界限上：放宽界限，或怀疑此拟合。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>not fitted</source>
        <translation>未拟合</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>The zone has no landslide; its mean stays as it is.</source>
        <translation>该分区没有滑坡；均值保持不变。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fits soil means to mapped landslides.</source>
        <translation>用已测绘的滑坡拟合土体均值。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>How well the mean is now known: its standard deviation / mean</source>
        <translation>均值现在的可知程度：其标准差 / 均值</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Side of a block</source>
        <translation>块的边长</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Choose the known landslides on the page Terrain.</source>
        <translation>请在“地形”页选择已知滑坡。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Accepted. In the soil table the fitted means are marked †.</source>
        <translation>已接受。土表中拟合的均值标有 †。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fitted</source>
        <translation>拟合</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Each zone gets a mean of its own, or one factor moves the means of all zones</source>
        <translation>每个分区各有均值，或由一个系数同时改变所有分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Check what is to be fitted.</source>
        <translation>请勾选要拟合的量。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Calibrated in {0} s. Compare, then accept or reject.</source>
        <translation>校准用时 {0} s。请比较后接受或拒绝。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>each zone</source>
        <translation>逐分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>all alike</source>
        <translation>全部一致</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Fits soil means to the {0} features of {1}. They are taken to be all the landslides of this storm, and no others.</source>
        <translation>用 {1} 的 {0} 个要素拟合土体均值。视其为本场暴雨的全部滑坡，且不含其他。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Choose the table with the rain of all storms.</source>
        <translation>请选择含所有暴雨雨量的表。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>On ground held out, ROC AUC was {0} and is {1}.</source>
        <translation>在留出区，ROC AUC 原为 {0}，现为 {1}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Zones of {0}</source>
        <translation>{0} 的分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Of {0} cells {1} are drawn.</source>
        <translation>从 {0} 个单元格中抽取 {1} 个。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.py"/>
        <source>Takes about {0}.</source>
        <translation>大约需要 {0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Back to the soil table</source>
        <translation>返回土表</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Calibrate soil</source>
        <translation>校准土体</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Means to fit</source>
        <translation>要拟合的均值</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Storm of each landslide (optional)</source>
        <translation>每个滑坡的暴雨（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Field of the landslides that names the storm of each, where several storms set them off</source>
        <translation>滑坡图层中说明各由哪场暴雨引发的字段，用于多场暴雨</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Field with the storm of each landslide</source>
        <translation>每个滑坡的暴雨字段</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Rain of all storms</source>
        <translation>所有暴雨的雨量</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>A table with the columns storm, hours and mm, in place of the page Rain</source>
        <translation>含 storm、hours、mm 列的表，代替“降雨”页</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open a file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Test and fit</source>
        <translation>检验与拟合</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Folds</source>
        <translation>折数</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Parts of the map that are held out in turn, each forecast by soil fitted to the others</source>
        <translation>轮流留出的图块，每块由其余部分拟合的土体预测</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Folds of the test</source>
        <translation>检验的折数</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Side of a block, m</source>
        <translation>块的边长，m</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Cells in one block are taken to depend on each other; take more than the distance over which landslides come in clusters</source>
        <translation>同一块内的栅格视为相互依赖；应大于滑坡成群的距离</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>What is sought</source>
        <translation>目标</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Most probable: weighs landslides against what the table says. Best ranking: the greatest ROC AUC, which says nothing of how high probabilities are</source>
        <translation>最可能：权衡滑坡与表中所述。最佳排序：ROC AUC 最大，不说明概率有多高</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Most probable soil</source>
        <translation>最可能的土体</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Best ranking</source>
        <translation>最佳排序</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Calibrate</source>
        <translation>校准</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Fit the means to the landslides; the table stays as it is until you accept</source>
        <translation>用滑坡拟合均值；接受之前土表不变</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Means before and after</source>
        <translation>拟合前后的均值</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Open Report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Test on ground held out, means with their bands, cohesion against friction, warnings</source>
        <translation>留出区检验、均值及其范围、黏聚力与摩擦角、警告</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Put the fitted means into the soil table, marked as fitted</source>
        <translation>把拟合的均值写入土表并标记</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <location filename="../ui/pages/calibrate.ui"/>
        <source>Leave the soil table as it is</source>
        <translation>土表保持不变</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Fast, and exact where failure has one likeliest soil.</source>
        <translation>快速；当破坏只有一种最可能的土时精确。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>FORM corrected for a curved limit; a little slower.</source>
        <translation>按极限面曲率修正的 FORM；稍慢。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples around the likeliest failing soil; gives its error. Slow.</source>
        <translation>在最可能破坏的土附近抽样，并给出误差。慢。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples every soil; for checking only. Very slow.</source>
        <translation>对所有土抽样，仅供校核。很慢。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Water table depth</source>
        <translation>地下水位深度</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Samples a cell</source>
        <translation>每单元样本数</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Correlation</source>
        <translation>相关性</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.py"/>
        <source>Correlation of {0} and {1}, -1 to 1; empty is 0</source>
        <translation>{0}与{1}的相关系数，-1 到 1；留空为 0</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pore pressure</source>
        <translation>孔隙水压力</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pressure of the water in the pores at the failure surface.</source>
        <translation>破坏面处孔隙中水的压力。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Suction above the water table</source>
        <translation>地下水位以上的吸力</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Seepage parallel to the slope</source>
        <translation>平行于坡面的渗流</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Water table depth (optional), m</source>
        <translation>地下水位深度（可选），m</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Vertical depth of the water table below the surface, in metres. Empty is the mean soil thickness.</source>
        <translation>地表以下地下水位的垂直深度，单位米。留空为平均土层厚度。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>mean soil thickness</source>
        <translation>平均土层厚度</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>or a raster of the depth</source>
        <translation>或深度栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Raster of the depth of the water table, in metres. In place of the number.</source>
        <translation>地下水位深度的栅格，单位米。取代数值。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Failure surface</source>
        <translation>破坏面</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Where the slope may fail.</source>
        <translation>斜坡可能破坏的位置。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>At the wetting front</source>
        <translation>湿润锋处</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>At the base of the soil</source>
        <translation>土层底部</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Reliability method</source>
        <translation>可靠度方法</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>How the probability of failure is computed.</source>
        <translation>如何计算失稳概率。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>FORM: first-order reliability</source>
        <translation>FORM：一次可靠度</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>SORM: with curvature</source>
        <translation>SORM：考虑曲率</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Importance sampling</source>
        <translation>重要性抽样</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Monte Carlo sampling</source>
        <translation>蒙特卡洛抽样</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Correlation, lower triangle</source>
        <translation>相关性，下三角</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Correlation of each pair, -1 to 1; empty is 0</source>
        <translation>每一对量的相关系数，-1 到 1；留空为 0</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Meaning of the correlation</source>
        <translation>相关性的含义</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Which correlation the table gives.</source>
        <translation>表中给出的是哪种相关系数。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Gaussian: of the equivalent normals</source>
        <translation>高斯：等效正态变量的</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Pearson: of the quantities themselves</source>
        <translation>皮尔逊：各量本身的</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Scenarios</source>
        <translation>情景</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Scenario table</source>
        <translation>情景表</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Table whose column scenario names each row. Other columns override soil columns, or the correlation, in every zone; each row gives bands of its own.</source>
        <translation>其 scenario 列为每行命名的表。其他列在所有分区中覆盖土参数列或相关性；每行得到各自的波段。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Sampling</source>
        <translation>抽样</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>Points of the sampling methods, 100 or more; all cells share them.</source>
        <translation>抽样方法的点数，100 或更多；所有单元共用。</translation>
    </message>
    <message>
        <location filename="../ui/pages/method.ui"/>
        <source>The same seed gives the same map.</source>
        <translation>相同的种子得到相同的地图。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} networks, {1} inputs</source>
        <translation>{0} 个网络，{1} 个输入</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} networks, {1} inputs, cells of {2} m</source>
        <translation>{0} 个网络，{1} 个输入，单元 {2} m</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Open a Network</source>
        <translation>打开网络</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>ROC AUC {0} in spatial blocks</source>
        <translation>空间分块 ROC AUC {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0} at random</source>
        <translation>随机划分 {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Layer</source>
        <translation>图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>PGA</source>
        <translation>PGA</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Caveats ({0})</source>
        <translation>注意事项 ({0})</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Trained on: {0}</source>
        <translation>训练区域：{0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Layer for {0}</source>
        <translation>{0} 的图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>It needs the columns {0}.</source>
        <translation>需要以下列：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Every input has its column.</source>
        <translation>每个输入都有对应的列。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>Every input has its layer.</source>
        <translation>每个输入都有图层。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>{0}, {1} to {2} in training</source>
        <translation>{0}，训练时为 {1} 到 {2}</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>No column for: {0}.</source>
        <translation>缺少列：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.py"/>
        <source>No layer for: {0}.</source>
        <translation>缺少图层：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trained network</source>
        <translation>训练好的网络</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A network shipped with Scarp, or one of your own</source>
        <translation>Scarp 自带的网络，或您自己的网络</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Open a network (.onnx)…</source>
        <translation>打开网络 (.onnx)…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Open a network (.onnx)</source>
        <translation>打开网络 (.onnx)</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>No network is here. Train one, or open an .onnx file made by Scarp.</source>
        <translation>此处没有网络。请训练一个，或打开由 Scarp 生成的 .onnx 文件。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Caveats</source>
        <translation>注意事项</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Table or slope units</source>
        <translation>表或斜坡单元</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>One row a unit, with a column for each input of the network</source>
        <translation>每个单元一行，网络的每个输入一列</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Rasters</source>
        <translation>栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A raster for each input of the network</source>
        <translation>网络的每个输入一个栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Its columns are found by the names the network was trained with</source>
        <translation>按网络训练时的名称查找各列</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Inputs of the network</source>
        <translation>网络的输入</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Inputs of the network and their layers</source>
        <translation>网络的输入及其图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Compute Terrain Factors…</source>
        <translation>计算地形因子…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Make slope, curvatures and other factors from the DEM</source>
        <translation>由 DEM 生成坡度、曲率和其他因子</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Shaking (PGA), in place of that of the data (optional)</source>
        <translation>地震动 (PGA)，代替数据中的值（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>One peak ground acceleration for all, such as that of a scenario</source>
        <translation>统一的峰值加速度，例如情景值</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Peak ground acceleration</source>
        <translation>峰值地面加速度</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Unit of the peak ground acceleration</source>
        <translation>峰值地面加速度的单位</translation>
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
        <translation>预测</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Map susceptibility with this network and these layers</source>
        <translation>用此网络和这些图层绘制易发性</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Training needs a Python with torch; see Setup. It takes minutes to hours, and QGIS stays free for other work.</source>
        <translation>训练需要带 torch 的 Python，见“设置”。需数分钟到数小时，期间 QGIS 可做其他工作。</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Points with a field label: 1 landslide, 0 stable; at least 20 of each</source>
        <translation>带字段 label 的点：1 滑坡，0 稳定；每类至少 20 个</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Draw Samples…</source>
        <translation>生成样本…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Landslide and stable points from an inventory</source>
        <translation>由滑坡编录生成滑坡点和稳定点</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Factors</source>
        <translation>因子</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Rasters the network is to learn from, all of one grid in metres; their names become the names of its inputs</source>
        <translation>网络学习所用的栅格，同一米制网格；其名称即输入名称</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Factors to train on</source>
        <translation>训练因子</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trials</source>
        <translation>试验数</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Settings tried by the search, for each test and for the final network; 0 keeps the first ones</source>
        <translation>搜索尝试的设置数，每次检验和最终网络各做一遍；0 保留初始设置</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Trials of the search</source>
        <translation>搜索的试验数</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Most passes over the samples; training ends earlier when it no longer gets better</source>
        <translation>样本的最多遍数；不再改进时提前结束</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Most epochs</source>
        <translation>最多轮数</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Save network as</source>
        <translation>网络另存为</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>An .onnx file; the report is written beside it</source>
        <translation>一个 .onnx 文件；报告写在旁边</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train a PPM-CNN</source>
        <translation>训练 PPM-CNN</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A convolutional network over factor rasters and sample points</source>
        <translation>基于因子栅格和样本点的卷积网络</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>Train a PINN…</source>
        <translation>训练 PINN…</translation>
    </message>
    <message>
        <location filename="../ui/pages/models.ui"/>
        <source>A physics-informed network over slope units of one earthquake; opens the dialog of the algorithm</source>
        <translation>针对一次地震斜坡单元的物理信息网络；打开算法对话框</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>every computation</source>
        <translation>全部计算</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>rasters and vectors</source>
        <translation>栅格和矢量</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>runoff routing, flow directions</source>
        <translation>径流汇流、流向</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>refining maps, sample points</source>
        <translation>地图精化、样本点</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>testing maps, calibration, susceptibility</source>
        <translation>检验地图、标定、易发性</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>writing susceptibility models</source>
        <translation>写出易发性模型</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>calibration</source>
        <translation>率定</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>trained networks</source>
        <translation>训练好的网络</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>Type it in a terminal, then restart QGIS. The plugin qpip does the same without a terminal.</source>
        <translation>在终端中输入，然后重启 QGIS。插件 qpip 无需终端也能完成。</translation>
    </message>
    <message>
        <location filename="../ui/pages/packages.py"/>
        <source>Type it in the OSGeo4W Shell (Start menu, QGIS), then restart QGIS.</source>
        <translation>在 OSGeo4W Shell（开始菜单，QGIS）中输入，然后重启 QGIS。</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Silty sand (SM)</source>
        <translation>粉砂 (SM)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Clayey sand (SC)</source>
        <translation>黏质砂 (SC)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Silt (ML)</source>
        <translation>粉土 (ML)</translation>
    </message>
    <message>
        <location filename="../ui/pages/presets.py"/>
        <source>Lean clay (CL)</source>
        <translation>低液限黏土 (CL)</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Routing needs the package numba; see Setup.</source>
        <translation>径流演算需要 numba 软件包；请见“设置”页。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Import CSV…</source>
        <translation>导入 CSV…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Export CSV…</source>
        <translation>导出 CSV…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Import Rain Table</source>
        <translation>导入降雨表</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Export Rain Table</source>
        <translation>导出降雨表</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Files…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Rain Rasters, in Order of Time</source>
        <translation>按时间顺序的降雨栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Storm</source>
        <translation>暴雨</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>hours</source>
        <translation>小时</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>{0} mm in {1} h</source>
        <translation>{1} h 内 {0} mm</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Rain table</source>
        <translation>降雨表</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>The clipboard holds no rain. Copy two columns, hours and mm, or one of hourly mm.</source>
        <translation>剪贴板中没有降雨数据。请复制小时和 mm 两列，或一列逐小时 mm。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Intensity of the rain</source>
        <translation>降雨强度</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Duration of the rain</source>
        <translation>降雨历时</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Length of a step</source>
        <translation>时段长度</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>'{0}' holds no rain table. Its header must name the columns hours and mm.</source>
        <translation>'{0}'中没有降雨表。其表头须包含 hours 和 mm 两列。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Seismic coefficient</source>
        <translation>地震系数</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>'{0}' cannot be read: {1}</source>
        <translation>“{0}”无法读取：{1}</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Add the rain rasters.</source>
        <translation>请添加降雨栅格。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>The rain table is empty.</source>
        <translation>降雨表为空。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.py"/>
        <source>Map times</source>
        <translation>出图时刻</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that is the same everywhere, by time step</source>
        <translation>各处相同的降雨，按时段给出</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that differs from place to place, one raster a time step</source>
        <translation>各处不同的降雨，每个时段一个栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Steady</source>
        <translation>恒定</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One intensity for some hours</source>
        <translation>若干小时内同一强度</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain by time step</source>
        <translation>按时段的降雨</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>hours: end of the step from the start of the rain, rising; mm: depth of rain in the step, 0 for a dry one</source>
        <translation>hours：时段结束时刻，自降雨开始起算，递增；mm：时段内雨量，无雨为 0</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Import, export, paste or clear</source>
        <translation>导入、导出、粘贴或清空</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add a time step at the end</source>
        <translation>在末尾添加一个时段</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove the chosen time steps</source>
        <translation>移除所选时段</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rasters, in order of time</source>
        <translation>按时间顺序的栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain rasters, in order of time</source>
        <translation>降雨栅格，按时间顺序</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One raster for each time step, or one raster with a band for each; drag to sort</source>
        <translation>每个时段一个栅格，或一个多波段栅格；拖动可排序</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Add rasters of the project or files</source>
        <translation>添加工程中的栅格或文件</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Remove the chosen rasters</source>
        <translation>移除所选栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Length of a step, h</source>
        <translation>时段长度，h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours of each step.</source>
        <translation>每个时段的小时数。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>What the values of the rasters mean.</source>
        <translation>栅格值的含义。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>mm per step</source>
        <translation>每时段 mm</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>mm/h</source>
        <translation>mm/h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Intensity, mm/h</source>
        <translation>强度，mm/h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Duration, h</source>
        <translation>历时，h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>One intensity for the whole area. In mm/h.</source>
        <translation>全区同一强度。单位 mm/h。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours the rain lasts.</source>
        <translation>降雨持续的小时数。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Map times, h</source>
        <translation>出图时刻，h</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Hours from the start of the rain, such as 3; 6; 9. Empty is the end of the rain.</source>
        <translation>自降雨开始的小时数，如 3; 6; 9。留空为降雨结束时。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>end of the rain</source>
        <translation>降雨结束时</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Route runoff</source>
        <translation>径流汇流</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Rain that a cell cannot take in runs to the cell below and may enter there. Needs the package numba.</source>
        <translation>单元格无法吸收的雨水流向下方单元格，并可在那里渗入。需要 numba 软件包。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Soil can fill up</source>
        <translation>土层可以蓄满</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>A full column takes in no more; what it cannot take runs off</source>
        <translation>蓄满的土柱不再吸水；容纳不下的水成为径流</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Storm name</source>
        <translation>暴雨名称</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Name of the storm. Heads the layers of a run.</source>
        <translation>暴雨的名称。用于计算结果图层组的名称。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Storm start</source>
        <translation>暴雨开始时间</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Only dates the animation; the results do not depend on it</source>
        <translation>仅用于动画的日期；不影响结果</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Earthquake shaking</source>
        <translation>地震动</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Peak ground acceleration (PGA)</source>
        <translation>峰值地面加速度 (PGA)</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Horizontal shaking while the slope is wet. Empty is no earthquake.</source>
        <translation>斜坡湿润时的水平震动。留空为无地震。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>no earthquake</source>
        <translation>无地震</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Unit of the PGA.</source>
        <translation>PGA 的单位。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>m/s2</source>
        <translation>m/s2</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>or a raster of PGA</source>
        <translation>或 PGA 栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Raster of peak ground acceleration. In place of the number.</source>
        <translation>峰值地面加速度的栅格。取代数值。</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Seismic coefficient over PGA</source>
        <translation>地震系数与 PGA 之比</translation>
    </message>
    <message>
        <location filename="../ui/pages/rain.ui"/>
        <source>Horizontal coefficient as a share of PGA in g, 0 to 1. 0.5 is usual.</source>
        <translation>水平系数占 PGA（以 g 计）的比例，0 到 1。通常取 0.5。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Greatest POF</source>
        <translation>最大失稳概率</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of plausible soils with which the worst cell fails in this storm</source>
        <translation>最不利单元在此暴雨中破坏的可能土所占份额</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Area with POF above 0.5</source>
        <translation>失稳概率大于 0.5 的面积</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of the assessed cells</source>
        <translation>占已评估单元的比例</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Area with factor of safety below 1</source>
        <translation>安全系数小于 1 的面积</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Share of the assessed cells that fail at the mean of every quantity</source>
        <translation>各参数取均值时破坏的已评估单元格比例</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Cells not converged</source>
        <translation>未收敛的单元</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Cells without an answer, black in the layer Not assessed</source>
        <translation>没有结果的单元，在“未评估”图层中为黑色</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Least factor of safety</source>
        <translation>最小安全系数</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>At the mean of every quantity</source>
        <translation>各量取均值时</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>ROC AUC</source>
        <translation>ROC AUC</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>How well the map ranks mapped landslides above other places; 0.5 is chance</source>
        <translation>地图将已编录滑坡排在其他地点之前的能力；0.5 为随机</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>The inputs are the same.</source>
        <translation>输入相同。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Folder for This Run</source>
        <translation>本次运行的文件夹</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Changed since run {0}: {1}.</source>
        <translation>自第 {0} 次计算后已更改：{1}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Report…</source>
        <translation>报告…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>maximum</source>
        <translation>最大值</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Maps are kept in this folder.</source>
        <translation>地图保存在此文件夹中。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Empty: maps are temporary and go when QGIS closes.</source>
        <translation>留空：地图为临时文件，QGIS 关闭后消失。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source> and {0} more</source>
        <translation>等另外 {0} 项</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Next:</source>
        <translation>下一步：</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Inputs that differ: {0}.</source>
        <translation>不同的输入：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Numbers, times and inspection are of the first scenario, {0}; the others are layers.</source>
        <translation>数值、时间和检查均属于第一个情景 {0}；其余情景为图层。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.py"/>
        <source>Run {0}</source>
        <translation>运行 {0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>No run yet. Results appear here and as a group of layers.</source>
        <translation>尚无计算。结果将显示在此处，并成为一个图层组。</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Run shown</source>
        <translation>所示运行</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>The run shown below</source>
        <translation>下方显示的计算</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Compare with</source>
        <translation>对比</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Another run, put beside this one</source>
        <translation>与此次并列的另一次计算</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Numbers of the run</source>
        <translation>本次计算的数值</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Map the Difference</source>
        <translation>绘制差值图</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>A layer of the probability of failure of this run minus that of the other one</source>
        <translation>本次计算与另一次失稳概率之差的图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Time</source>
        <translation>时刻</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>The time of the storm whose map is shown</source>
        <translation>所显示地图在暴雨中的时刻</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Play in Temporal Controller</source>
        <translation>在时态控制器中播放</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Show the maps over the storm in QGIS's temporal controller</source>
        <translation>在 QGIS 时态控制器中显示暴雨过程的地图</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Inspect Cell</source>
        <translation>查询单元</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Click a cell of the map to see why it fails or stands</source>
        <translation>点击地图上的单元，查看其破坏或稳定的原因</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Classify…</source>
        <translation>分级…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Group the probability of failure into classes</source>
        <translation>将失稳概率分级</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Evaluate…</source>
        <translation>检验…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Test the map against known landslides</source>
        <translation>用已知滑坡检验地图</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Refine…</source>
        <translation>精化…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Smooth the map and drop small patches</source>
        <translation>平滑地图并去除小斑块</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Full analysis with these inputs, in a folder, with a report</source>
        <translation>用这些输入做完整分析，存入文件夹并附报告</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Zoom to Layers</source>
        <translation>缩放到图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Zoom the map to this run</source>
        <translation>将地图缩放到本次计算</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Remove Run</source>
        <translation>移除计算</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Forget this run and take its layers out of the project; files stay</source>
        <translation>移除此次计算及其在工程中的图层；文件保留</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>What helps most after this run</source>
        <translation>本次运行之后最有用的步骤</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Save maps in</source>
        <translation>地图保存到</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Folder for the maps and tables of the next runs; empty is a temporary place that goes when QGIS closes</source>
        <translation>后续计算的地图和表格的文件夹；留空为临时位置，QGIS 关闭后消失</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Keep This Run…</source>
        <translation>保留本次运行…</translation>
    </message>
    <message>
        <location filename="../ui/pages/results.ui"/>
        <source>Copy the maps and tables of this run to a folder, and let its layers show them there</source>
        <translation>把本次运行的地图和表格复制到文件夹，并让其图层指向那里</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Setup</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installing…</source>
        <translation>正在安装…</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installed, but not all can be imported yet: restart QGIS.</source>
        <translation>已安装，但尚不能全部导入：请重启 QGIS。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Package</source>
        <translation>软件包</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Everything is there.</source>
        <translation>全部齐备。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Removed. What is loaded stays until QGIS is closed.</source>
        <translation>已移除。已加载的内容在关闭 QGIS 前仍然有效。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>missing</source>
        <translation>缺少</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>broken</source>
        <translation>损坏</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>A package that comes with QGIS is missing; Scarp cannot work without it.</source>
        <translation>缺少 QGIS 自带的软件包；没有它 Scarp 无法工作。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Install puts {0} into a folder of this QGIS profile, {1}.</source>
        <translation>安装会把 {0} 放入此 QGIS 配置文件的文件夹 {1}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Run this on a machine with a network and the same system, and bring the folder 'wheels': {0}</source>
        <translation>在有网络且系统相同的机器上运行以下命令，并带回文件夹“wheels”：{0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Networks need the package onnxruntime.</source>
        <translation>网络需要 onnxruntime 包。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Found here: {0}. A run's log names the one used.</source>
        <translation>此处找到：{0}。每次运行的日志写明实际使用者。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Installing: {0}</source>
        <translation>正在安装：{0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Physics and maps work. Missing packages are needed only for: {0}.</source>
        <translation>物理计算和地图可用。缺少的软件包只用于：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>The packages are in use ({0}). Restart QGIS and remove them before anything else.</source>
        <translation>软件包正在使用（{0}）。请重启 QGIS 并首先移除它们。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>{0}: needed for {1}.</source>
        <translation>{0}：用于{1}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.py"/>
        <source>Needed for: {0}</source>
        <translation>用于：{0}</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Dependencies</source>
        <translation>依赖项</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Packages</source>
        <translation>软件包</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Install Missing Packages</source>
        <translation>安装缺少的软件包</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Install them into a folder of this QGIS profile; QGIS itself stays as it is</source>
        <translation>安装到此 QGIS 配置文件的文件夹中；QGIS 本身保持不变</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Without a network</source>
        <translation>没有网络时</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Folder of wheel files</source>
        <translation>wheel 文件所在文件夹</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Packages as files, brought from a machine with a network; empty takes them from the package index</source>
        <translation>从有网络的机器带来的软件包文件；留空则从软件包索引获取</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Or by hand</source>
        <translation>或手动安装</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>The command for this platform; numpy stays as QGIS has it</source>
        <translation>适用于此平台的命令；numpy 保持 QGIS 的版本</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy Command</source>
        <translation>复制命令</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy the command</source>
        <translation>复制此命令</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Stop Installing</source>
        <translation>停止安装</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Stop; nothing is changed</source>
        <translation>停止；不做任何更改</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Remove Installed Packages</source>
        <translation>移除已安装的软件包</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Remove what Scarp installed into its folder of this profile</source>
        <translation>移除 Scarp 安装到此配置文件夹中的内容</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Check Again</source>
        <translation>重新检查</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Look for the packages again</source>
        <translation>再次查找软件包</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy Report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Copy versions and errors, for a question or a fault report</source>
        <translation>复制版本和错误，供提问或报告故障</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Run networks on</source>
        <translation>网络运行于</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>What runs trained networks.</source>
        <translation>用什么运行训练好的网络。</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Processor (CPU)</source>
        <translation>处理器 (CPU)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>NVIDIA card (CUDA)</source>
        <translation>NVIDIA 显卡 (CUDA)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Windows graphics card (DirectML)</source>
        <translation>Windows 显卡 (DirectML)</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Threads of a run; 0 is as many as the machine has</source>
        <translation>一次运行的线程数；0 为机器的全部线程</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>as many as there are</source>
        <translation>全部可用</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>Python with torch, for training</source>
        <translation>用于训练、装有 torch 的 Python</translation>
    </message>
    <message>
        <location filename="../ui/pages/setup.ui"/>
        <source>The interpreter that trains networks; empty is looked for when training starts</source>
        <translation>训练网络的解释器；留空则在训练开始时查找</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Normal</source>
        <translation>正态</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Lognormal</source>
        <translation>对数正态</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Truncated normal</source>
        <translation>截断正态</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Beta</source>
        <translation>贝塔</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Standard deviation / mean (for friction, of tan φ'). Empty: the quantity is known.</source>
        <translation>标准差 / 均值（摩擦角为 tan φ' 的）。留空：该量为已知。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Soil</source>
        <translation>土</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>The value expected; bounds are in All Zones</source>
        <translation>期望值；上下限在“所有分区”中</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>How the quantity scatters; fixed where COV is empty</source>
        <translation>该量如何离散；变异系数留空时为固定</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Take from Layer</source>
        <translation>取自图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Add Zone</source>
        <translation>添加分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Number or name of the zone, as in the map</source>
        <translation>分区的编号或名称，与地图一致</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Rename Zone</source>
        <translation>重命名分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Number of the zone, then its name</source>
        <translation>分区编号，然后是名称</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Import Soil Table</source>
        <translation>导入土参数表</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Export Soil Table</source>
        <translation>导出土参数表</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>The clipboard holds no soil table. Copy it with its header: zone, cohesion_kpa, friction_deg and so on.</source>
        <translation>剪贴板中没有土参数表。请连同表头一起复制：zone、cohesion_kpa、friction_deg 等。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>COV</source>
        <translation>变异系数</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Distribution</source>
        <translation>分布</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>{0}. {1} {2} to {3}{4}.</source>
        <translation>{0}。{1}{2} 到 {3}{4}。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Soil table</source>
        <translation>土参数表</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>'{0}' holds no soil table. Its header must name the columns: zone, cohesion_kpa, friction_deg and so on.</source>
        <translation>'{0}'中没有土参数表。其表头须包含各列：zone、cohesion_kpa、friction_deg 等。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>Distribution of {0}</source>
        <translation>{0}的分布</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>No row for zone {0}. Zones &gt; Take from Layer adds them.</source>
        <translation>分区 {0} 没有对应的行。“分区 &gt; 取自图层”可添加。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>* assumed, not from this site</source>
        <translation>* 假定值，并非来自本场地</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.py"/>
        <source>† fitted to landslides</source>
        <translation>† 由滑坡拟合</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Soil zones (optional)</source>
        <translation>土分区（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Raster of zone numbers, or polygons with a zone field. Without it there is one zone, and the table has one row.</source>
        <translation>分区编号的栅格，或带分区字段的多边形。没有它则只有一个分区，表中只有一行。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zone field</source>
        <translation>分区字段</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Field of the polygons that holds the zone's number or name</source>
        <translation>多边形中存放分区编号或名称的字段</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zone</source>
        <translation>分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>The zone whose values are shown below</source>
        <translation>下方显示其数值的分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Zones</source>
        <translation>分区管理</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Add, rename or remove zones</source>
        <translation>添加、重命名或移除分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Presets</source>
        <translation>典型值</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Fill the zone with typical values; each stays marked as assumed until you edit or confirm it</source>
        <translation>用典型值填充此分区；每个值在您编辑或确认之前都标为假定</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Write into all zones</source>
        <translation>写入所有分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>What you type or choose below goes into every zone, not only the one shown</source>
        <translation>下方输入或选择的内容写入每个分区，而不只是当前显示的分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Soil values of the zone</source>
        <translation>此分区的土参数</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Confirm</source>
        <translation>确认</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Take the assumed values of this zone as your own; the mark goes</source>
        <translation>将此分区的假定值作为您自己的值；标记消失</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Import, export or paste the soil table</source>
        <translation>导入、导出或粘贴土参数表</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>All Zones…</source>
        <translation>所有分区…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Every zone and quantity in one window</source>
        <translation>在一个窗口中显示所有分区和参数</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Calibrate from Inventory…</source>
        <translation>用滑坡编录率定…</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Fit the soil to mapped landslides</source>
        <translation>用已编录滑坡拟合土参数</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>Rasters of means</source>
        <translation>均值栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil.ui"/>
        <source>A raster replaces the mean of the table cell by cell; COV and distribution still come from the table.</source>
        <translation>栅格逐单元取代表中的均值；变异系数和分布仍取自表。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>one zone</source>
        <translation>一个分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>Zone {0}: {1} is empty.</source>
        <translation>分区 {0}：{1}为空。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_data.py"/>
        <source>Soil: {0} is empty.</source>
        <translation>土：{0}为空。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Soil Table</source>
        <translation>土参数表</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>One row a zone. Bounds (_min, _max) are for truncnormal, uniform and beta. A block copied from a spreadsheet can be pasted.</source>
        <translation>每个分区一行。上下限（_min、_max）用于 truncnormal、uniform 和 beta。可以粘贴从电子表格复制的区块。</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Add an empty row</source>
        <translation>添加空行</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Remove the chosen rows</source>
        <translation>删除所选行</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Fill Down</source>
        <translation>向下填充</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Write the uppermost of the chosen cells into those below it</source>
        <translation>把所选单元格中最上面的值写入其下方</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <location filename="../ui/pages/soil_window.py"/>
        <source>Fill the chosen rows with a typical soil, marked as assumed</source>
        <translation>用典型土体填充所选行，并标记为假定</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Choose an elevation model on the page Terrain.</source>
        <translation>请在“地形”页选择高程模型。</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Choose the field of the classes.</source>
        <translation>请选择类别字段。</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Learns where slopes fail from mapped landslides, tests it on ground held out, and maps it.</source>
        <translation>从已编录滑坡学习边坡在哪里失稳，在留出的区域检验，并制图。</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Trained in {0} s.</source>
        <translation>训练用时 {0} 秒。</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>On blocks held out</source>
        <translation>在留出的区块上</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.py"/>
        <source>Learns where slopes fail from the {0} features of {1}, tests it on ground held out, and maps it.</source>
        <translation>从 {1} 的 {0} 个要素学习边坡在哪里失稳，在留出的区域检验，并制图。</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>What learns from the landslides; boosted trees take seconds, the ensemble minutes</source>
        <translation>用于学习滑坡的方法；提升树需数秒，集成需数分钟</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Geological map (optional)</source>
        <translation>地质图（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Polygons or a raster of classes, such as geology or land use</source>
        <translation>类别多边形或栅格，例如地质或土地利用</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Field of the classes</source>
        <translation>类别字段</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Numbers or texts that name the class</source>
        <translation>表示类别的数字或文本</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>What the inventory holds (optional)</source>
        <translation>编录的内容（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Event and years, such as: rain of May 2010. For the model's card and report</source>
        <translation>事件与年份，例如：2010 年 5 月降雨。用于模型卡片和报告</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Train and Map</source>
        <translation>训练并制图</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Train the model, test it on blocks held out, and map it</source>
        <translation>训练模型，在留出的区块上检验，并制图</translation>
    </message>
    <message>
        <location filename="../ui/pages/susceptibility.ui"/>
        <source>Open the Report</source>
        <translation>打开报告</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Terrain</source>
        <translation>地形</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Choose the raster of the soil thickness.</source>
        <translation>请选择土层厚度栅格。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Least soil thickness</source>
        <translation>最小土层厚度</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Greatest soil thickness</source>
        <translation>最大土层厚度</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>DEM</source>
        <translation>DEM</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>{0} x {1} cells of {2} m, {3}</source>
        <translation>{0} x {1} 个 {2} m 单元，{3}</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>no CRS</source>
        <translation>无坐标系</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>{0} features, {1}</source>
        <translation>{0} 个要素，{1}</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.py"/>
        <source>Choose a DEM, or open the sample.</source>
        <translation>请选择 DEM，或打开示例。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Elevation model (DEM)</source>
        <translation>高程模型 (DEM)</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Elevation in metres. On a grid whose unit is the metre; all other rasters are put on this grid.</source>
        <translation>高程，单位米。网格的单位须为米；其他栅格都放到此网格上。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Known landslides (optional)</source>
        <translation>已知滑坡（可选）</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Mapped landslides, points or polygons. Shown over the maps, and used to test them in the full analysis.</source>
        <translation>已编录滑坡，点或多边形。显示在地图之上，并在完整分析中用于检验。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>The row thickness of the soil table</source>
        <translation>土参数表中的厚度行</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Raster</source>
        <translation>栅格</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>A raster of the mean thickness, vertical, in metres</source>
        <translation>平均厚度的栅格，垂直方向，单位米</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Z-model</source>
        <translation>Z 模型</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Thins with elevation: greatest at the lowest cell, least at the highest</source>
        <translation>随高程变薄：最低单元最厚，最高单元最薄</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope model</source>
        <translation>坡度模型</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Thins with the tangent of the slope: greatest on the gentlest cell, least on the steepest</source>
        <translation>随坡度正切变薄：最缓单元最厚，最陡单元最薄</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Raster of the mean soil thickness. Vertical, in metres, 0 to 100.</source>
        <translation>平均土层厚度的栅格。垂直方向，单位米，0 到 100。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Least, m</source>
        <translation>最小，m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Greatest, m</source>
        <translation>最大，m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Least thickness the model gives. Vertical, in metres.</source>
        <translation>模型给出的最小厚度。垂直方向，单位米。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Greatest thickness the model gives. Vertical, in metres.</source>
        <translation>模型给出的最大厚度。垂直方向，单位米。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Use my own layers</source>
        <translation>使用自己的图层</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope, degrees</source>
        <translation>坡度，度</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Slope angle in degrees, 0 to 90. In place of the slope of the DEM.</source>
        <translation>坡度角，单位度，0 到 90。取代由 DEM 计算的坡度。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Flow direction, D8 codes</source>
        <translation>流向，D8 编码</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>ESRI codes 1 east, then clockwise 2 to 128; 0 outlet. In place of directions from the DEM, and on its grid.</source>
        <translation>ESRI 编码：1 为东，然后顺时针 2 到 128；0 为出口。取代由 DEM 计算的流向，并须在其网格上。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Depth of the wetting front, m</source>
        <translation>湿润锋深度，m</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>A computed or measured front, vertical depth in metres. Its bands are the times; the rain is then not used.</source>
        <translation>计算或实测的湿润锋，垂直深度，单位米。其波段即各时刻；此时不使用降雨。</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Only inside these polygons</source>
        <translation>仅在这些多边形内</translation>
    </message>
    <message>
        <location filename="../ui/pages/terrain.ui"/>
        <source>Results only for cells inside these polygons. Water still flows over the whole DEM.</source>
        <translation>只给出这些多边形内单元的结果。水仍在整个 DEM 上流动。</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Choose sample points, or draw them.</source>
        <translation>请选择样本点，或先抽取。</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Check the rasters to learn from.</source>
        <translation>请勾选用于学习的栅格。</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>The sample points have no field '{0}'.</source>
        <translation>样本点没有字段“{0}”。</translation>
    </message>
    <message>
        <location filename="../ui/pages/train_form.py"/>
        <source>Say where the network is saved.</source>
        <translation>请指定网络的保存位置。</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample elevation</source>
        <translation>示例高程</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample landslides</source>
        <translation>示例滑坡</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.py"/>
        <source>Sample storm</source>
        <translation>示例暴雨</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Scarp, where slopes fail</source>
        <translation>Scarp，斜坡失稳之处</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Maps the probability that a slope fails in a storm, from terrain, uncertain soil and rain. You choose a DEM, a soil table and a storm, run, and click a cell to see why.</source>
        <translation>由地形、不确定的土和降雨绘制斜坡在暴雨中的失稳概率。选择 DEM、土参数表和暴雨，运行，然后点击单元查看原因。</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Open the Sample and Run</source>
        <translation>打开示例并运行</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Load a small basin in Ecuador with assumed soil and rain, and map it</source>
        <translation>载入厄瓜多尔的一个小流域（土和降雨为假定），并绘图</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>A basin in southern Ecuador, with assumed soil and an assumed day of rain. Takes less than a minute.</source>
        <translation>厄瓜多尔南部的一个流域，土和一天的降雨均为假定。用时不到一分钟。</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Start with My Own Data</source>
        <translation>使用我自己的数据</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>Go to the page Terrain</source>
        <translation>转到“地形”页</translation>
    </message>
    <message>
        <location filename="../ui/pages/welcome.ui"/>
        <source>You need an elevation model in metres, soil values and a storm.</source>
        <translation>需要以米为单位的高程模型、土参数和一场暴雨。</translation>
    </message>
    <message>
        <location filename="../ui/pages/zones.py"/>
        <source>Soil zones</source>
        <translation>土体分区</translation>
    </message>
    <message>
        <location filename="../ui/pages/zones.py"/>
        <source>'{0}' has more than {1} different values. Are these zones?</source>
        <translation>“{0}”有超过 {1} 个不同的值。这些是分区吗？</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Compare with a statistical map of the same landslides.</source>
        <translation>与相同滑坡的统计图比较。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Choose known landslides, to test the map and to fit the soil.</source>
        <translation>选择已知滑坡，以检验地图并拟合土体。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Evaluate the map against the landslides.</source>
        <translation>用滑坡检验地图。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>Fit the soil to the landslides.</source>
        <translation>根据滑坡拟合土体。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>{0} landslides are mapped, and next to nothing fails{1}. The soil is given too strong or too dry, or the storm too weak: fit the soil to the landslides, or check cohesion and storm.</source>
        <translation>已编录 {0} 处滑坡，却几乎没有失稳{1}。土体给得过强或过干，或暴雨过弱：请根据滑坡拟合土体，或检查黏聚力和暴雨。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source>{0} of the area fails. Slopes that stand cannot be that weak: the soil is given too weak or too wet, or too thick. Check cohesion, friction and thickness, or fit the soil to landslides.</source>
        <translation>{0} 的面积失稳。现存的边坡不可能如此软弱：土体给得过弱、过湿或过厚。请检查黏聚力、内摩擦角和厚度，或根据滑坡拟合土体。</translation>
    </message>
    <message>
        <location filename="../ui/runs/advice.py"/>
        <source> (greatest probability of failure {0})</source>
        <translation>（最大失稳概率 {0}）</translation>
    </message>
    <message>
        <location filename="../ui/runs/difference.py"/>
        <source>Difference of two runs</source>
        <translation>两次计算之差</translation>
    </message>
    <message>
        <location filename="../ui/runs/difference.py"/>
        <source>The difference failed.</source>
        <translation>求差失败。</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} s</source>
        <translation>{0} 秒</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} min</source>
        <translation>{0} 分钟</translation>
    </message>
    <message>
        <location filename="../ui/runs/estimates.py"/>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <location filename="../ui/runs/finished.py"/>
        <source> (zone {0})</source>
        <translation>（分区 {0}）</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>starting</source>
        <translation>正在开始</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0}, about {1}.</source>
        <translation>{0}，约 {1}。</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>Cancelled. No files were written.</source>
        <translation>已取消。未写入任何文件。</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0} cells x {1} times</source>
        <translation>{0} 个单元 x {1} 个时刻</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>{0} cells</source>
        <translation>{0} 个单元</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source>Failed. {0}</source>
        <translation>失败。{0}</translation>
    </message>
    <message>
        <location filename="../ui/runs/footer.py"/>
        <source> ({0} more)</source>
        <translation>（另有 {0} 项）</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>Stopped. Nothing was installed.</source>
        <translation>已停止。没有安装任何内容。</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>'{0}' does not start: {1}.</source>
        <translation>“{0}”无法启动：{1}。</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>Installed.</source>
        <translation>已安装。</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>'{0}' cannot be written: {1}.</source>
        <translation>无法写入“{0}”：{1}。</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>pip failed. Nothing was changed.</source>
        <translation>pip 失败。没有任何更改。</translation>
    </message>
    <message>
        <location filename="../ui/runs/installer.py"/>
        <source>The packages of before are in use ({0}). Restart QGIS and install again before anything else.</source>
        <translation>先前的软件包正在使用（{0}）。请重启 QGIS 并首先重新安装。</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>, 1 warning</source>
        <translation>，1 条警告</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Run {0} done in {1} s{2}.</source>
        <translation>第 {0} 次计算完成，用时 {1} s{2}。</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>POF, run {0} minus run {1}</source>
        <translation>失稳概率，第 {0} 次减第 {1} 次</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Trained in {0} s, ROC AUC {1}. The network is chosen; its report lies beside it.</source>
        <translation>训练用时 {0} s，ROC AUC {1}。已选用该网络；报告在其旁。</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>, {0} warnings</source>
        <translation>，{0} 条警告</translation>
    </message>
    <message>
        <location filename="../ui/runs/jobs.py"/>
        <source>Run {0} is kept in {1}.</source>
        <translation>运行 {0} 已保留在 {1}。</translation>
    </message>
    <message>
        <location filename="../ui/runs/layers.py"/>
        <source>Hillshade</source>
        <translation>山体阴影</translation>
    </message>
    <message>
        <location filename="../ui/runs/layers.py"/>
        <source>Mapped landslides ({0})</source>
        <translation>已编录滑坡 ({0})</translation>
    </message>
    <message>
        <location filename="../ui/runs/task.py"/>
        <source>The run failed; see the log.</source>
        <translation>运行失败；请查看日志。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/layer_watch.py"/>
        <source>Removed from the project, and now none: {0}.</source>
        <translation>已从工程中移除，现为无：{0}。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Open a Layer</source>
        <translation>打开图层</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Open the help on this page</source>
        <translation>打开本页帮助</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>'{0}' cannot be written: {1}. Choose another folder.</source>
        <translation>无法写入'{0}'：{1}。请选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0}: '{1}' is not a number.</source>
        <translation>{0}：“{1}”不是数字。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0}: {1} is outside {2} to {3}.</source>
        <translation>{0}：{1} 超出 {2} 到 {3}。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/page.py"/>
        <source>{0} is empty.</source>
        <translation>{0}为空。</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>nothing given</source>
        <translation>尚未填写</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>has a problem</source>
        <translation>有问题</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rail.py"/>
        <source>ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rain_chart.py"/>
        <source>at most {0} mm/h</source>
        <translation>最大 {0} mm/h</translation>
    </message>
    <message>
        <location filename="../ui/widgets/rain_chart.py"/>
        <source>Rain over time: {0} steps, at most {1} mm</source>
        <translation>降雨过程：{0} 个时段，最大 {1} mm</translation>
    </message>
</context>
</TS>
