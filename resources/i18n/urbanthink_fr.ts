<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>UrbanThink</name>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>10 is the finest that Sentinel-2 sees; 20 costs a quarter.</source>
        <translation>10 est le plus fin que voit Sentinel-2 ; 20 coûte quatre fois moins.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>90 % interval</source>
        <translation>intervalle à 90 %</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>&lt;i&gt;town.json&lt;/i&gt; lists the files. &lt;i&gt;truth.json&lt;/i&gt; says what the algorithms should find: the heat island of each date, the vegetation index of each class, the slope and azimuth of the roofs. &lt;i&gt;recipe.json&lt;/i&gt; is the RECIPE of the city diagnosis of this town.</source>
        <translation>&lt;i&gt;town.json&lt;/i&gt; énumère les fichiers. &lt;i&gt;truth.json&lt;/i&gt; dit ce que les algorithmes doivent trouver : l’îlot de chaleur de chaque date, l’indice de végétation de chaque classe, la pente et l’azimut des toits. &lt;i&gt;recipe.json&lt;/i&gt; est la recette (RECIPE) du diagnostic de cette ville.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>A GeoTIFF without a mask keeps its clouds. Landsat Level 1 gives brightness, not surface temperature, and needs its MTL file.</source>
        <translation>Un GeoTIFF sans masque garde ses nuages. Le niveau 1 de Landsat donne une température de brillance, pas la température de surface, et demande son fichier MTL.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>A JSON file that names the inputs, such as recipe.json of the demo town or of an earlier diagnosis. Its paths start from its own folder; parameters that are set here win over it.</source>
        <translation>Un fichier JSON qui nomme les entrées, comme recipe.json de la ville de démonstration ou d’un diagnostic antérieur. Ses chemins partent de son propre dossier ; les paramètres renseignés ici l’emportent.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>A SAFE folder or its zip; a SEN3 folder of surface temperature (SL_2_LST) or its zip; a folder or tar of Landsat Collection 2, Level 1 or 2, with its MTL file; or a GeoTIFF. Where a GeoTIFF does not name its bands, write them in &lt;i&gt;Bands&lt;/i&gt;.</source>
        <translation>Un dossier SAFE ou son zip ; un dossier SEN3 de température de surface (SL_2_LST) ou son zip ; un dossier ou un tar Landsat Collection 2, niveau 1 ou 2, avec son fichier MTL ; ou un GeoTIFF. Si un GeoTIFF ne nomme pas ses bandes, indiquez-les dans &lt;i&gt;Bandes&lt;/i&gt;.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>A balance of the year: yield over consumption. Sun and need do not meet at the same hours, so that the share which buildings can use themselves is much lower; it is not computed here.</source>
        <translation>Un bilan annuel : production rapportée à la consommation. Le soleil et les besoins ne coïncident pas aux mêmes heures ; la part que les bâtiments peuvent utiliser eux-mêmes est donc bien plus faible ; elle n’est pas calculée ici.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>A block with 30 % is green on nearly a third of its ground, gardens and yards included.</source>
        <translation>Un secteur à 30 % est vert sur près d’un tiers de son sol, jardins et cours compris.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>A building has the class that at least half of its possible yield reaches. Excellent: at least {light} kWh/m² and {share} of the light of the best roof here. Poor: less than {least} of it, to be seen on the spot. In the project, the reason appears when the pointer rests on a building.</source>
        <translation>Un bâtiment a la classe qu’atteint au moins la moitié de sa production possible. Excellente : au moins {light} kWh/m² et {share} de la lumière du meilleur toit d’ici. Faible : moins de {least} de celle-ci, à examiner sur place. Dans le projet, la raison apparaît quand le pointeur s’arrête sur un bâtiment.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>A coarse terrain model in metres, wider than the DSM (25 m pixels, 20 km around), for the shade of far hills.</source>
        <translation>Un modèle de terrain grossier, en mètres, plus large que le MNS (pixels de 25 m, 20 km alentour), pour l’ombre des reliefs lointains.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>A file (zip, tar, GeoTIFF), or the path of a folder (.SAFE, .SEN3, or one with the files of a Landsat scene).</source>
        <translation>Un fichier (zip, tar, GeoTIFF), ou le chemin d’un dossier (.SAFE, .SEN3, ou celui qui contient les fichiers d’une scène Landsat).</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>A number per block, to say how many people live in the heat.</source>
        <translation>Un nombre par secteur, pour dire combien de personnes vivent dans la chaleur.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>A pixel seen on fewer dates is no data; 3 when empty.</source>
        <translation>Un pixel vu à moins de dates reste sans donnée ; 3 si vide.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>A pixel seen on fewer dates is no data; fewer dates in all are refused.</source>
        <translation>Un pixel vu à moins de dates reste sans donnée ; si l’ensemble compte moins de dates, le calcul est refusé.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>A projected one; when empty, the UTM zone of the middle of the area.</source>
        <translation>Un système projeté ; si vide, le fuseau UTM du milieu de l’emprise.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>A raster of class numbers; it may be finer than the temperatures.</source>
        <translation>Un raster de numéros de classe ; il peut être plus fin que les températures.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>A reflectance image for the vegetation; surface temperatures with a land cover or the built-up area for the heat island; blocks with their residents for the statistics; a surface model with buildings, car parks or land for the sun. Or a RECIPE, a JSON file that names them: what is set in the dialog wins over it. With an area and a period, images that are not given are fetched. What is missing is left out, and said.</source>
        <translation>Une image de réflectance pour la végétation ; des températures de surface avec une occupation du sol ou la zone bâtie pour l’îlot de chaleur ; des secteurs avec leurs habitants pour les statistiques ; un modèle de surface avec des bâtiments, des parkings ou des terrains pour le soleil. Ou une RECIPE, fichier JSON qui les nomme : ce qui est renseigné dans la fenêtre l’emporte. Avec une emprise et une période, les images qui ne sont pas données sont téléchargées. Ce qui manque est laissé de côté, et c’est dit.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>A request that would take more is refused before anything is downloaded.</source>
        <translation>Une demande qui prendrait davantage est refusée avant tout téléchargement.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>A satellite sees the surface: this is not air temperature, nor what people feel, and Landsat passes in the late morning. Roofs and dry soils are hotter than the air above them. The result is refused when there are too few dates or too few reference pixels.</source>
        <translation>Un satellite voit la surface : il ne s’agit ni de la température de l’air, ni de ce que ressentent les habitants, et Landsat passe en fin de matinée. Les toits et les sols secs sont plus chauds que l’air qui les surmonte. Le résultat est refusé quand les dates ou les pixels de référence sont trop peu nombreux.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>A strong heat island is at least 6 K hotter than the reference (a difference of 1 K is 1 °C), on half of the dates or more. Cool islands are colder than the reference by more than 1 K.</source>
        <translation>Un îlot de chaleur fort est plus chaud que la référence d’au moins 6 K (un écart de 1 K vaut 1 °C), à la moitié des dates ou plus. Les îlots de fraîcheur sont plus froids que la référence de plus de 1 K.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>A summer image with red and near infrared bands, for the vegetation.</source>
        <translation>Une image d’été avec les bandes rouge et proche infrarouge, pour la végétation.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>A surface model (DSM) of 0.5 to 1 m and building footprints; a point cloud makes the planes truer. Weather of PVGIS or an EPW file are welcome; without them the built-in climatology of France is taken.</source>
        <translation>Un modèle de surface (MNS) de 0,5 à 1 m et les emprises des bâtiments ; un nuage de points rend les pans plus justes. Une météo PVGIS ou un fichier EPW sont bienvenus ; sans eux, la climatologie intégrée de la France est utilisée.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>A surface model (DSM) of 0.5 to 1 m, such as LiDAR HD. Weather of PVGIS or an EPW file are welcome; without them the built-in climatology of France is taken. With building footprints, roofs get the slope of their fitted planes, which is truer than that of single pixels.</source>
        <translation>Un modèle de surface (MNS) de 0,5 à 1 m, comme LiDAR HD. Une météo PVGIS ou un fichier EPW sont bienvenus ; sans eux, la climatologie intégrée de la France est utilisée. Avec les emprises des bâtiments, les toits prennent la pente de leurs pans ajustés, plus juste que celle de pixels isolés.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>A surface reflectance image, Sentinel-2 or similar. Bands are recognised by their names in the file; where it names none, write them in &lt;i&gt;Bands&lt;/i&gt;. Whole numbers (reflectance × 10 000) are converted, and the offset that Sentinel-2 products carry since 2022 is taken into account.</source>
        <translation>Une image de réflectance de surface, Sentinel-2 ou similaire. Les bandes sont reconnues à leur nom dans le fichier ; s’il n’en donne pas, indiquez-les dans &lt;i&gt;Bandes&lt;/i&gt;. Les nombres entiers (réflectance × 10 000) sont convertis, et le décalage que portent les produits Sentinel-2 depuis 2022 est pris en compte.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>A typical year (TMY) or hourly years of PVGIS as csv or json, or an EPW file. When empty, the built-in climatology of the place, for France and its overseas departments.</source>
        <translation>Une année type (TMY) ou des années horaires de PVGIS en csv ou json, ou un fichier EPW. Si vide, la climatologie intégrée du lieu, pour la France et ses départements d’outre-mer.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>A zone covered less than the minimum gets no statistics, rather than wrong ones. Zones smaller than a pixel repeat the value of that pixel. A mean hides contrasts: look at p90 too.</source>
        <translation>Une zone couverte en deçà du minimum ne reçoit pas de statistiques, plutôt que des statistiques fausses. Une zone plus petite qu’un pixel reprend la valeur de ce pixel. Une moyenne masque les contrastes : regardez aussi p90.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>AREA has no coordinate reference system: add one, as in xmin,xmax,ymin,ymax [EPSG:4326].</source>
        <translation>AREA n’a pas de système de coordonnées : ajoutez-le, comme dans xmin,xmax,ymin,ymax [EPSG:4326].</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>About 4 MB are written there.</source>
        <translation>Environ 4 Mo y sont écrits.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Added to the stored numbers before they become reflectance: auto, 0, or -1000 (Sentinel-2 products of processing baseline 04.00 and later).</source>
        <translation>Ajouté aux nombres stockés avant leur conversion en réflectance : auto, 0 ou -1000 (produits Sentinel-2 à partir de la version de traitement 04.00).</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Address of the catalogue</source>
        <translation>Adresse du catalogue</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Adds to each zone (district, block, grid cell) the statistics of a raster inside it: mean surface heat island, share of dense vegetation, and so on.</source>
        <translation>Ajoute à chaque zone (quartier, secteur, maille) les statistiques d’un raster à l’intérieur de celle-ci : îlot de chaleur de surface moyen, part de végétation dense, etc.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Albedo</source>
        <translation>Albédo</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>All of this in one run, with maps and a report.</source>
        <translation>Tout cela en une fois, avec cartes et rapport.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>All residents of a block are counted in the class of its mean. The interval of a block is its mean ± 1.64 standard errors of its pixels.</source>
        <translation>Tous les habitants d’un secteur sont comptés dans la classe de sa moyenne. L’intervalle d’un secteur est sa moyenne ± 1,64 erreur type de ses pixels.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Also each month</source>
        <translation>Chaque mois aussi</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>An area, a period and a source. Copernicus Data Space (cdse) asks for a free account; Planetary Computer and Earth Search ask for none. The log says first what the request takes: scenes, megabytes, processing units. What was downloaded once is kept in the cache and is not asked for again.</source>
        <translation>Une emprise, une période et une source. Copernicus Data Space (cdse) demande un compte gratuit ; Planetary Computer et Earth Search n’en demandent pas. Le journal dit d’abord ce que coûte la demande : scènes, mégaoctets, unités de traitement. Ce qui a été téléchargé une fois reste dans le cache et n’est pas redemandé.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>An area, a period, a collection and a source. Copernicus Data Space (cdse) asks for a free account; Planetary Computer and Earth Search ask for none; custom takes the address of any STAC API. landsat-c2-l1, the brightness temperature above the atmosphere, is on cdse only.</source>
        <translation>Une zone, une période, une collection et une source. Copernicus Data Space (cdse) demande un compte gratuit ; Planetary Computer et Earth Search n’en demandent pas ; custom prend l’adresse de n’importe quelle API STAC. landsat-c2-l1, la température de brillance au-dessus de l’atmosphère, n’est que sur cdse.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>An area, a period, a collection and a source. Planetary Computer has Landsat (30 m) and Sentinel-3 (1 km) without an account. Copernicus Data Space has Sentinel-3, of which it sends the area alone, and of Landsat only the brightness temperature above the atmosphere (landsat-c2-l1). Several summers make a better heat island than one.</source>
        <translation>Une zone, une période, une collection et une source. Planetary Computer a Landsat (30 m) et Sentinel-3 (1 km) sans compte. Copernicus Data Space a Sentinel-3, dont il n’envoie que la zone, et de Landsat seulement la température de brillance au-dessus de l’atmosphère (landsat-c2-l1). Plusieurs étés font un meilleur îlot de chaleur qu’un seul.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Analysis engine</source>
        <translation>Moteur d’analyse</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Another number draws another town.</source>
        <translation>Un autre nombre dessine une autre ville.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <location filename="../../processing/imagery/request.py"/>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Area</source>
        <translation>Emprise</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>At 10 m, street trees and small gardens mix with roofs and roads: the share is an estimate.</source>
        <translation>À 10 m, arbres de rue et petits jardins se mêlent aux toits et aux chaussées : la part est une estimation.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Band</source>
        <translation>Bande</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Band of the raster; the first unless another is chosen.</source>
        <translation>Bande du raster ; la première, sauf autre choix.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Bands</source>
        <translation>Bandes</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Bands B02 (blue) to B12 (short-wave infrared), reflectance 0 to 1, shown in natural colours; the style &lt;i&gt;False colours&lt;/i&gt; shows vegetation in red. Time stacks name their bands as in B04 2024-06. Where few clear observations were found, trust the image less.</source>
        <translation>Bandes B02 (bleu) à B12 (infrarouge à ondes courtes), réflectance de 0 à 1, montrées en couleurs naturelles ; le style &lt;i&gt;Fausses couleurs&lt;/i&gt; montre la végétation en rouge. Les séries nomment leurs bandes comme dans B04 2024-06. Là où il y a peu d’observations claires, l’image est moins sûre.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Bands of the image</source>
        <translation>Bandes de l’image</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Bands, where the file does not name them</source>
        <translation>Bandes, si le fichier ne les nomme pas</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Bands: suhi_median and suhi_p90 (kelvin above the reference), persistence (share of dates at least moderate), observations (dates), sigma (standard error, kelvin). The class boundaries are printed in the legend; &lt;i&gt;strong&lt;/i&gt; also needs to persist on half of the dates. The log gives the figures of each date and the size, altitude and cover of the reference.</source>
        <translation>Bandes : suhi_median et suhi_p90 (kelvins au-dessus de la référence), persistence (part des dates au moins modérées), observations (dates), sigma (erreur type, kelvins). Les limites des classes figurent dans la légende ; &lt;i&gt;fort&lt;/i&gt; suppose en outre de persister à la moitié des dates. Le journal donne les chiffres de chaque date ainsi que la taille, l’altitude et la couverture de la référence.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Beyond this distance the DSM gives no shade; far hills come from the terrain.</source>
        <translation>Au-delà de cette distance, le MNS ne fait plus d’ombre ; les reliefs lointains viennent du terrain.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Block</source>
        <translation>Secteur</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Blocks</source>
        <translation>Secteurs</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Blocks or districts</source>
        <translation>Secteurs ou quartiers</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>Brightness temperature (K)</source>
        <translation>Température de brillance (K)</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Building</source>
        <translation>Bâtiment</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Building footprints, and either a surface model of 0.5 to 1 m (DSM) or a LiDAR point cloud (POINTS, LAS or LAZ). One of the two is needed; with both, the points give the planes.</source>
        <translation>Les emprises des bâtiments, et soit un modèle de surface de 0,5 à 1 m (DSM), soit un nuage de points LiDAR (POINTS, LAS ou LAZ). Il faut l’un des deux ; avec les deux, les pans viennent des points.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Buildings</source>
        <translation>Bâtiments</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Buildings concerned: {count}. {text}</source>
        <translation>Bâtiments concernés : {count}. {text}</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Buildings that are suitable</source>
        <translation>Bâtiments favorables</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Buildings with planes</source>
        <translation>Bâtiments avec des pans</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Buildings, car parks and land by how well they suit solar modules</source>
        <translation>Bâtiments, parkings et terrains selon leur aptitude à porter des modules solaires</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <location filename="../../processing/report.py"/>
        <source>Built-up area</source>
        <translation>Zone bâtie</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Built-up classes</source>
        <translation>Classes bâties</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>CATALOG_URL is no address of a catalogue: it starts with https:// or http:// and holds no password.</source>
        <translation>CATALOG_URL n’est pas l’adresse d’un catalogue : elle commence par https:// ou http:// et ne contient pas de mot de passe.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>CRS of the point cloud</source>
        <translation>SCR du nuage de points</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>CRS of the result</source>
        <translation>SCR du résultat</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Cache folder</source>
        <translation>Dossier de cache</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../../processing/publish.py"/>
        <source>Cancelled while drawing the maps. The layers in {folder} are complete.</source>
        <translation>Annulé pendant le dessin des cartes. Les couches de {folder} sont complètes.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Car parks</source>
        <translation>Parkings</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Car parks and land</source>
        <translation>Parkings et terrains</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Car parks concerned: {count}. {text}</source>
        <translation>Parkings concernés : {count}. {text}</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Check installation</source>
        <translation>Vérifier l’installation</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>City diagnosis</source>
        <translation>Diagnostic de la ville</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Class numbers of the land cover that are vegetation, such as 3,4.</source>
        <translation>Numéros des classes d’occupation du sol qui sont de la végétation, par exemple 3,4.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Class numbers of the land cover that are water; never part of a reference.</source>
        <translation>Numéros des classes d’occupation du sol qui sont de l’eau ; jamais dans une référence.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Class numbers that are built up, such as 1 or 1,2.</source>
        <translation>Numéros des classes bâties, par exemple 1 ou 1,2.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Classes 0 cool island, 1 neutral, 2 weak, 3 moderate, 4 strong.</source>
        <translation>Classes : 0 îlot de fraîcheur, 1 neutre, 2 faible, 3 modéré, 4 fort.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>Clear observations</source>
        <translation>Observations claires</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Cloud cover at most (%)</source>
        <translation>Couverture nuageuse maximale (%)</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>Cloud cover below {value} %</source>
        <translation>Nuages : moins de {value} %</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>Cloud cover is told for the whole scene, some 100 km wide: a cloudy scene may be clear over a town. The estimate knows the size of images before compression only roughly.</source>
        <translation>La couverture nuageuse est donnée pour la scène entière, large d’une centaine de kilomètres : une scène nuageuse peut être claire sur une ville. L’estimation ne connaît qu’à peu près la taille des images compressées.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>Cloud cover not told</source>
        <translation>Nuages : non renseigné</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>Cloud cover {low} to {high} %</source>
        <translation>Nuages : {low} à {high} %</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>Cloud cover {value} % and above</source>
        <translation>Nuages : {value} % et plus</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Clouds and their shadows are not removed: they show as low vegetation. NDVI saturates over dense canopy. NDBI confuses dry soil with buildings. Compare dates of the same season only.</source>
        <translation>Les nuages et leurs ombres ne sont pas retirés : ils apparaissent comme une végétation faible. Le NDVI sature sur une canopée dense. Le NDBI confond sol sec et bâti. Ne comparez que des dates de la même saison.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Collection</source>
        <translation>Collection</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Column that says ground or parking; when empty, all is ground.</source>
        <translation>Colonne qui dit ground (terrain) ou parking ; si vide, tout est terrain.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Column that tells buildings apart; when empty, the number of the feature.</source>
        <translation>Colonne qui distingue les bâtiments ; si vide, le numéro de l’entité.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Compared with</source>
        <translation>Comparé à</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Composite</source>
        <translation>Composite</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Computes one or several spectral indices of an image in one pass: vegetation (NDVI, EVI, SAVI …), moisture and water (NDMI, NDWI …), built surfaces and bare soil (NDBI, BSI …).</source>
        <translation>Calcule en une passe un ou plusieurs indices spectraux d’une image : végétation (NDVI, EVI, SAVI…), humidité et eau (NDMI, NDWI…), surfaces bâties et sol nu (NDBI, BSI…).</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Cool island</source>
        <translation>Îlot de fraîcheur</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Copernicus Data Space has no surface temperature of Landsat: choose the source planetary-computer, which needs no account; or the collection landsat-c2-l1, the temperature as seen above the atmosphere.</source>
        <translation>Copernicus Data Space n’a pas de température de surface de Landsat : choisissez la source planetary-computer, qui ne demande pas de compte ; ou la collection landsat-c2-l1, la température vue au-dessus de l’atmosphère.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Curved roofs come in pieces. Planes of a few pixels are less sure, and with pixels of 1 m small ones are missed. Heights and footprints must be of the same time: a roof built since is not there.</source>
        <translation>Les toits courbes sortent en morceaux. Les pans de quelques pixels sont moins sûrs et, avec des pixels de 1 m, les petits échappent. Hauteurs et emprises doivent être de la même époque : un toit construit depuis n’y est pas.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>DSM has no coordinate reference system: give it its own in the layer's properties or with Assign Projection.</source>
        <translation>DSM n’a pas de système de coordonnées : donnez-lui le sien dans les propriétés de la couche ou avec Assigner une projection.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>DSM is in {crs}, whose unit is not the metre: reproject it (Raster ▸ Projections ▸ Warp), in France to EPSG:2154.</source>
        <translation>DSM est en {crs}, dont l’unité n’est pas le mètre : reprojetez-le (Raster ▸ Projections ▸ Projection), en France en EPSG:2154.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Date by date</source>
        <translation>Date par date</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Dated rows of a table, read in secondary texts: each is to be verified in the law before use. Areas alone decide here; uses, works and exemptions are not known.</source>
        <translation>Lignes datées d’une table, lues dans des textes secondaires : chacune est à vérifier dans la loi avant usage. Seules les surfaces décident ici ; les usages, les travaux et les exemptions ne sont pas connus.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Dates combined</source>
        <translation>Dates combinées</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Demo town</source>
        <translation>Ville de démonstration</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Difference with the reference ({reference}), median of {count} dates</source>
        <translation>Écart à la référence ({reference}), médiane de {count} dates</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Directions</source>
        <translation>Nombre de directions</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Directions of the horizon; 72 takes twice as long as 36 and is a little finer.</source>
        <translation>Directions de l’horizon ; 72 demande deux fois plus de temps que 36 et est un peu plus fin.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Distance from the edge (m)</source>
        <translation>Distance au bord (m)</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Districts or blocks</source>
        <translation>Quartiers ou secteurs</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Downloads the engine's packages into this QGIS profile if they are missing or broken.</source>
        <translation>Télécharge les paquets du moteur dans ce profil QGIS s’ils manquent ou sont abîmés.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Downloads the surface reflectance of a place over a period and makes one image without clouds of it, or one per month, or keeps every date; with a layer of how often each pixel was seen clearly.</source>
        <translation>Télécharge la réflectance de surface d’un lieu sur une période et en fait une image sans nuages, ou une par mois, ou garde chaque date ; avec une couche qui dit combien de fois chaque pixel a été vu clairement.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>Downloads the surface temperature of a place on every date of a period and stacks the dates in one file in kelvin, ready for the surface heat island; with a layer of how often each pixel was clear.</source>
        <translation>Télécharge la température de surface d’un lieu à chaque date d’une période et empile les dates dans un fichier en kelvins, prêt pour l’îlot de chaleur de surface ; avec une couche qui dit combien de fois chaque pixel était clair.</translation>
    </message>
    <message>
        <location filename="../../processing/publish.py"/>
        <source>Drawing maps and writing the report</source>
        <translation>Dessin des cartes et rédaction du rapport</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Each block has the class of its mean; a mean hides contrasts inside a block.</source>
        <translation>Chaque secteur a la classe de sa moyenne ; une moyenne masque les contrastes à l’intérieur d’un secteur.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Each colour is a range of difference with the reference. A satellite measures surface temperature by squares of about 100 m: read blocks, not houses.</source>
        <translation>Chaque couleur est une plage d’écart à la référence. Un satellite mesure la température de surface par carrés d’environ 100 m : lisez des secteurs, pas des maisons.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Each date is first compared with the median of its own reference pixels, which removes weather and sensor bias; then the median and the 90th percentile over dates are taken. The reference is, as you choose, the vegetation bordering the town (Kermap, Montpellier 2019), a ring of equal area (Cloud-Based Remote Sensing with Google Earth Engine, A1.5), the other land covers, or your own zones. Water, other towns, steep ground and other altitudes are left out of it.</source>
        <translation>Chaque date est d’abord comparée à la médiane de ses propres pixels de référence, ce qui élimine la météo et le biais du capteur ; puis la médiane et le 90e centile sur l’ensemble des dates sont retenus. La référence est, à votre choix, la végétation en bordure de la ville (Kermap, Montpellier 2019), un anneau de surface égale (Cloud-Based Remote Sensing with Google Earth Engine, A1.5), les autres occupations du sol ou vos propres zones. L’eau, les autres villes, les fortes pentes et les autres altitudes en sont exclues.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Each index has its published formula and its own constants, with the reference of each in the table resources/data/spectral_indices.json: for instance NDVI, Rouse et al. 1974; EVI, Huete et al. 2002; SAVI, Huete 1988. A value outside the range where the index has a meaning is no data.</source>
        <translation>Chaque indice a sa formule publiée et ses propres constantes, avec leur référence dans la table resources/data/spectral_indices.json : par exemple NDVI, Rouse et al. 1974 ; EVI, Huete et al. 2002 ; SAVI, Huete 1988. Une valeur hors de la plage où l’indice a un sens est laissée sans donnée.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Each pixel counts with the exact share of its area inside the zone (exactextract, Baston 2023), so that small zones and large pixels are treated right. Percentiles are weighted in the same way.</source>
        <translation>Chaque pixel compte pour la part exacte de sa surface située dans la zone (exactextract, Baston 2023), de sorte que petites zones et grands pixels sont traités correctement. Les centiles sont pondérés de la même façon.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Earlier dates are left out.</source>
        <translation>Les dates antérieures sont écartées.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>East</source>
        <translation>Est</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Edges and obstacles keep their distance. A grid of modules, upright or lying, is moved over the plane, as seen along its slope, until the most fit. On flat roofs modules are tilted, in rows that do not shade one another on 21 December from 10 to 14 h solar time.</source>
        <translation>Une distance est gardée aux bords et aux obstacles. Une grille de modules, debout ou couchés, est déplacée sur le pan, vu selon sa pente, jusqu’à ce qu’il en tienne le plus. Sur les toits plats, les modules sont inclinés, en rangées qui ne se font pas d’ombre le 21 décembre de 10 à 14 h solaires.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Elevation</source>
        <translation>Altitude</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Energy</source>
        <translation>Énergie</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Environment variables</source>
        <translation>Variables d’environnement</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Everything is in place</source>
        <translation>Tout est en place</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Everything is in place: UrbanThink is ready to run.</source>
        <translation>Tout est en place : UrbanThink est prêt à fonctionner.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Excellent</source>
        <translation>Excellente</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Excellent or good: {share}, {count} of {total} buildings.</source>
        <translation>Aptitude excellente ou bonne : {share}, soit {count} bâtiments sur {total}.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>False colours, vegetation red</source>
        <translation>Fausses couleurs, végétation en rouge</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Fetch Sentinel-2 images</source>
        <translation>Télécharger des images Sentinel-2</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Fetch images</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>Fetch surface temperatures</source>
        <translation>Télécharger des températures de surface</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>Find images</source>
        <translation>Chercher des images</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Find images…</source>
        <translation>Chercher des images…</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Finds the planes of every roof, with slope, azimuth and true area, and what stands on them: dormers, chimneys, machines.</source>
        <translation>Trouve les pans de chaque toit, avec leur pente, leur azimut et leur surface réelle, et ce qui s’y dresse : lucarnes, cheminées, machines.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>First day</source>
        <translation>Premier jour</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>First day of the period, such as 2024-06-01.</source>
        <translation>Premier jour de la période, par exemple 2024-06-01.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Five bands: median, 90th percentile, persistence, observations, sigma.</source>
        <translation>Cinq bandes : médiane, 90e centile, persistance, observations, sigma.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Flat (slope below {degrees}°)</source>
        <translation>Plat (pente de moins de {degrees}°)</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Folder of the demo town</source>
        <translation>Dossier de la ville de démonstration</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Folder of the diagnosis</source>
        <translation>Dossier du diagnostic</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/installer.py"/>
        <source>Folder that holds the wheels of the engine</source>
        <translation>Dossier contenant les paquets (wheels) du moteur</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Footprints, of BD TOPO, the cadastre or OpenStreetMap. Broken ones are repaired, and said so in the log.</source>
        <translation>Emprises, de la BD TOPO, du cadastre ou d’OpenStreetMap. Celles qui sont abîmées sont réparées, et le journal le dit.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>For cdse: an authentication configuration of QGIS, method Basic, with the client id and the client secret of an OAuth client of Copernicus Data Space. Without it, the environment variables SH_CLIENT_ID and SH_CLIENT_SECRET are read.</source>
        <translation>Pour cdse : une configuration d’authentification de QGIS, méthode « Basic », avec l’identifiant et le secret d’un client OAuth de Copernicus Data Space. Sinon, les variables d’environnement SH_CLIENT_ID et SH_CLIENT_SECRET sont lues.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>From</source>
        <translation>Du</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>GeoTIFF with one band per date, in kelvin.</source>
        <translation>GeoTIFF avec une bande par date, en kelvins.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>GeoTIFF with one band per index.</source>
        <translation>GeoTIFF avec une bande par indice.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>GeoTIFF with one band per wavelength, or per wavelength and date.</source>
        <translation>GeoTIFF avec une bande par longueur d’onde, ou par longueur d’onde et date.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>GeoTIFF: reflectance, or surface temperature in kelvin.</source>
        <translation>GeoTIFF : réflectance, ou température de surface en kelvins.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/first_run.py"/>
        <source>Get started</source>
        <translation>Commencer</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Good</source>
        <translation>Bonne</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Heat</source>
        <translation>Chaleur</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/first_run.py"/>
        <source>Heat and vegetation maps of your town.</source>
        <translation>Cartes de chaleur et de végétation de votre ville.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Height of trees</source>
        <translation>Hauteur des arbres</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Heights not known</source>
        <translation>Hauteurs inconnues</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Heights of roofs, trees and ground above sea level, in metres, in a CRS in metres; pixels of 0.5 to 1 m show roofs best. Holes stay holes.</source>
        <translation>Altitude des toits, des arbres et du sol, en mètres, dans un SCR en mètres ; des pixels de 0,5 à 1 m montrent le mieux les toits. Les trous restent des trous.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Hotter than the reference by</source>
        <translation>Plus chaud que la référence de</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Hottest block {rank}: {name}</source>
        <translation>Secteur le plus chaud, rang {rank} : {name}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>How does each district compare?</source>
        <translation>Que vaut chaque quartier par rapport aux autres ?</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>How many clear dates there are behind each pixel.</source>
        <translation>Combien de dates claires il y a derrière chaque pixel.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>How much of the town is a heat island</source>
        <translation>Quelle part de la ville est un îlot de chaleur</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>How to read the result</source>
        <translation>Lire le résultat</translation>
    </message>
    <message>
        <location filename="../../processing/maps.py"/>
        <source>How to read this map</source>
        <translation>Lire cette carte</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>How well the roofs suit solar modules</source>
        <translation>Aptitude des toits à porter des modules solaires</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>INPUT: {path} does not exist.</source>
        <translation>INPUT : {path} n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>If all was used when produced: a balance of the year, not self-consumption. Consumed: {need}.</source>
        <translation>Si tout était utilisé au moment de la production : un bilan annuel, non un taux d’autoconsommation. Consommation : {need}.</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Imagery</source>
        <translation>Imagerie</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Import a satellite product</source>
        <translation>Importer un produit satellite</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Imported image</source>
        <translation>Image importée</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>In the unit of the raster, such as 6 for 6 K.</source>
        <translation>Dans l’unité du raster, par exemple 6 pour 6 K.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Indices</source>
        <translation>Indices</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Inputs</source>
        <translation>Entrées</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Install from a folder of wheels…</source>
        <translation>Installer depuis un dossier de paquets…</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Install or repair the analysis engine</source>
        <translation>Installer ou réparer le moteur d’analyse</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Install the analysis engine</source>
        <translation>Installer le moteur d’analyse</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/installer.py"/>
        <source>Installing UrbanThink's analysis engine</source>
        <translation>Installation du moteur d’analyse d’UrbanThink</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/installer.py"/>
        <source>Installing the analysis engine…</source>
        <translation>Installation du moteur d’analyse…</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Install…</source>
        <translation>Installer…</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Irradiation</source>
        <translation>Rayonnement reçu</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Irradiation of the year (kWh/m²)</source>
        <translation>Rayonnement de l’année (kWh/m²)</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Irradiation of the year, kWh per m² of tilted surface</source>
        <translation>Rayonnement de l’année, en kWh par m² de surface inclinée</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>It does not test the network, nor the accounts of image providers.</source>
        <translation>Ne teste ni le réseau, ni les comptes auprès des fournisseurs d’images.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>It is light, not electricity: modules turn about a fifth of it into current. Walls are not shown.</source>
        <translation>C’est de la lumière, non de l’électricité : les modules en changent environ un cinquième en courant. Les murs ne sont pas montrés.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Its Python is {origin}: install the packages of {lock} there, or remove that choice.</source>
        <translation>Son Python est {origin} : installez-y les paquets de {lock}, ou retirez ce choix.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Its version</source>
        <translation>Sa version</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Its yield of a mean year (kWh)</source>
        <translation>Sa production en une année moyenne (kWh)</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Kept free along every edge of a roof plane, for wind, water and people.</source>
        <translation>Laissée libre le long de chaque bord d’un pan, pour le vent, l’eau et le passage.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Kind of ground</source>
        <translation>Nature du sol</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>LAS or LAZ of an airborne LiDAR; roof planes come from its points, which are truer.</source>
        <translation>LAS ou LAZ d’un LiDAR aérien ; les pans de toit viennent de ses points, plus justes.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Land</source>
        <translation>Terrains</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Land cover</source>
        <translation>Occupation du sol</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>Landsat Collection 2 Level 2 is a surface temperature already: kelvin = 0.00341802 × number + 149 (USGS LSDS-1619), nothing is corrected twice. Clouds, their margins, shadows and cirrus of QA_PIXEL, snow, and temperatures whose uncertainty ST_QA is too large are left out; for Sentinel-3, the pixels of its summary cloud and confidence flags.</source>
        <translation>Landsat Collection 2 niveau 2 est déjà une température de surface : kelvins = 0,00341802 × nombre + 149 (USGS LSDS-1619), rien n’est corrigé deux fois. Les nuages, leurs marges, ombres et cirrus de QA_PIXEL, la neige et les températures dont l’incertitude ST_QA est trop grande sont écartés ; pour Sentinel-3, les pixels de ses indicateurs de nuage et de confiance.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Last day</source>
        <translation>Dernier jour</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Last day of the period; it is part of it.</source>
        <translation>Dernier jour de la période, compris.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Later dates are left out.</source>
        <translation>Les dates postérieures sont écartées.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Layers</source>
        <translation>Couches</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Layers, project, maps and report are written there.</source>
        <translation>Les couches, le projet, les cartes et le rapport y sont écrits.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Lays as many modules as fit on each roof plane, and draws each of them.</source>
        <translation>Pose autant de modules qu’il en tient sur chaque pan de toit, et dessine chacun d’eux.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Least irradiation (kWh/m²)</source>
        <translation>Rayonnement minimal (kWh/m²)</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Least number of dates</source>
        <translation>Nombre minimal de dates</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Light on every {pixel} m of the surface model, in kWh per m² of tilted surface, with the shade of buildings, trees and ground, by the sky of Perez et al. (1990).</source>
        <translation>Lumière tous les {pixel} m du modèle de surface, en kWh par m² de surface inclinée, avec l’ombre des bâtiments, des arbres et du terrain, selon le ciel de Perez et al. (1990).</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Light through trees, summer</source>
        <translation>Lumière à travers les arbres, été</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Light through trees, winter</source>
        <translation>Lumière à travers les arbres, hiver</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>Lists the satellite scenes of a place and a period, with their cloud cover, and says what fetching them would take: megabytes, and processing units of the monthly allowance. No pixel is downloaded.</source>
        <translation>Liste les scènes satellite d’un lieu et d’une période, avec leur couverture nuageuse, et dit ce que coûterait leur téléchargement : mégaoctets, et unités de traitement de l’allocation mensuelle. Aucun pixel n’est téléchargé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/engine_state.py"/>
        <source>Looking at the analysis engine</source>
        <translation>Examen du moteur d’analyse</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/engine_state.py"/>
        <source>Looking for the analysis engine…</source>
        <translation>Recherche du moteur d’analyse…</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Looks for the shift of up to one metre at which roof and footprint fit best.</source>
        <translation>Cherche le décalage, d’un mètre au plus, auquel le toit et l’emprise s’accordent le mieux.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Losses of the system</source>
        <translation>Pertes du système</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Lost to shade</source>
        <translation>Perdu par l’ombre</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Lower bound, 90 % (K)</source>
        <translation>Borne inférieure, 90 % (K)</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>Made on {date} with UrbanThink {version}</source>
        <translation>Établi le {date} avec UrbanThink {version}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Makes a small imaginary town on this computer and runs the whole diagnosis on it.</source>
        <translation>Crée une petite ville imaginaire sur cet ordinateur et en fait le diagnostic complet.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Makes an invented small French town of 3 km by 3 km, with satellite images, surface temperatures, heights, buildings, blocks and trees, so that everything can be tried without any download.</source>
        <translation>Crée une petite ville française imaginaire de 3 km sur 3 km, avec images satellite, températures de surface, hauteurs, bâtiments, secteurs et arbres, pour tout essayer sans rien télécharger.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Maps</source>
        <translation>Cartes</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Maps by how many kelvin the surfaces of the town are hotter than a reference outside it, over several dates, and sorts every pixel into five classes from cool island to strong heat island.</source>
        <translation>Cartographie de combien de kelvins les surfaces de la ville sont plus chaudes qu’une référence extérieure, sur plusieurs dates, et range chaque pixel dans l’une de cinq classes, de l’îlot de fraîcheur à l’îlot de chaleur fort.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Maps the solar energy that every square metre of roof and ground receives in a mean year and in each of its months, with the shade of buildings, trees and hills.</source>
        <translation>Cartographie l’énergie solaire que chaque mètre carré de toit et de sol reçoit en une année moyenne et en chacun de ses mois, avec l’ombre des bâtiments, des arbres et du relief.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Mean</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Mean heat island of the block</source>
        <translation>Îlot de chaleur moyen du secteur</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Mean irradiation of the year (kWh/m²)</source>
        <translation>Rayonnement moyen de l’année (kWh/m²)</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <location filename="../../processing/maps.py"/>
        <location filename="../../processing/report.py"/>
        <source>Method and limits</source>
        <translation>Méthode et limites</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Metres above the ground, 0 or no data where there is no tree. With it, trees let part of the light through, more in winter than in summer; without it, what the DSM shows is opaque.</source>
        <translation>Mètres au-dessus du sol, 0 ou sans donnée là où il n’y a pas d’arbre. Avec elle, les arbres laissent passer une part de la lumière, davantage en hiver qu’en été ; sans elle, ce que montre le MNS est opaque.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Metres. With it, a reference at another altitude than the town or on steep ground is left out.</source>
        <translation>En mètres. Elle permet d’écarter une référence située à une autre altitude que la ville ou sur une forte pente.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Minimum coverage</source>
        <translation>Couverture minimale</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Moderate</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Moderate heat island</source>
        <translation>Îlot de chaleur modéré</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Module</source>
        <translation>Modèle de module</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <location filename="../../processing/solar_styles.py"/>
        <source>Modules</source>
        <translation>Nombre de modules</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Modules of {watts} W are laid on what setbacks, obstacles, shade and protected areas leave of each roof plane; the yield counts incidence, cell temperature and losses. P90, passed in nine years of ten, holds the spread between years and the doubt about weather, heights, shade and modules; it is added up as if all places erred alike. A roof has the class that at least half of its yield reaches.</source>
        <translation>Des modules de {watts} Wc sont posés sur ce que les reculs, les obstacles, l’ombre et les zones protégées laissent de chaque pan de toit ; la production tient compte de l’incidence, de la température des cellules et des pertes. Le P90, dépassé neuf années sur dix, comprend l’écart entre les années et l’incertitude sur la météo, les hauteurs, l’ombre et les modules ; il est additionné comme si tous les lieux s’écartaient dans le même sens. Un toit a la classe qu’atteint au moins la moitié de sa production.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Modules of {watts} W laid on {count} of the {total} roofs that the surface model shows.</source>
        <translation>Modules de {watts} Wc posés sur {count} des {total} toits que montre le modèle de surface.</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Month by month</source>
        <translation>Mois par mois</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Most frequent reasons</source>
        <translation>Raisons les plus fréquentes</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>NDVI (Rouse et al. 1974) from reflectance; the surface heat island by date and then by the median of dates, as in the algorithm of that name; area-weighted statistics by block. Residents count in the class of the mean of their block. The sun as in Solar irradiation, Rooftop solar and Open ground solar; where BUILDINGS has a column consumption_kwh, yield and consumption of a year are compared.</source>
        <translation>NDVI (Rouse et al. 1974) à partir de la réflectance ; l’îlot de chaleur de surface par date, puis par la médiane des dates, comme dans l’algorithme de ce nom ; des statistiques par secteur pondérées par la surface. Les habitants comptent dans la classe de la moyenne de leur secteur. Le soleil comme dans Rayonnement solaire, Solaire en toiture et Solaire au sol et sur parkings ; si BUILDINGS a une colonne consumption_kwh, la production et la consommation d’une année sont comparées.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>NDVI = (near infrared − red) / (near infrared + red), from surface reflectance. Ground with {threshold} and more is called vegetated.</source>
        <translation>NDVI = (proche infrarouge − rouge) / (proche infrarouge + rouge), à partir de la réflectance de surface. Le sol à {threshold} et plus est dit végétalisé.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>NDVI of {threshold} and more, by one image: no interval. Mean NDVI of the image: {mean}.</source>
        <translation>NDVI de {threshold} et plus, d’après une seule image : sans intervalle. NDVI moyen de l’image : {mean}.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Name of a building</source>
        <translation>Nom d’un bâtiment</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Names in the order of the file, such as B02,B03,B04,B08. Of other products, the bands that are wanted; LST is the surface temperature.</source>
        <translation>Noms dans l’ordre du fichier, par exemple B02,B03,B04,B08. Pour les autres produits, les bandes voulues ; LST est la température de surface.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Names of the blocks</source>
        <translation>Noms des secteurs</translation>
    </message>
    <message>
        <location filename="../../processing/imagery_styles.py"/>
        <source>Natural colours</source>
        <translation>Couleurs naturelles</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Neutral</source>
        <translation>Neutre</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>No statistic is chosen: choose at least one in STATISTICS.</source>
        <translation>Aucune statistique n’est choisie : choisissez-en au moins une dans STATISTICS.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>No structural survey: a roof may be too weak, too old or listed without the layers knowing it. Rules of towns and grids change; those that are used are dated and to be verified. A quote of an installer stays necessary.</source>
        <translation>Ce n’est pas une étude de structure : un toit peut être trop faible, trop ancien ou classé sans que les couches le sachent. Les règles d’urbanisme et de réseau changent ; celles qui servent ici sont datées et à vérifier. Le devis d’un installateur reste nécessaire.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>No structural survey: a roof may be too weak, too old or listed without the layers knowing it. What fits is not what will be built; a quote of an installer stays necessary.</source>
        <translation>Ce n’est pas une étude de structure : un toit peut être trop faible, trop ancien ou classé sans que les couches le sachent. Ce qui tient n’est pas ce qui sera construit ; le devis d’un installateur reste nécessaire.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>None. With &lt;b&gt;INSTALL&lt;/b&gt;, the engine is installed into this QGIS profile, or repaired, before the report is made; this downloads its packages.</source>
        <translation>Aucune. Avec &lt;b&gt;INSTALL&lt;/b&gt;, le moteur est installé dans ce profil QGIS, ou réparé, avant l’établissement du rapport ; ses paquets sont alors téléchargés.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>North</source>
        <translation>Nord</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>North-east</source>
        <translation>Nord-est</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>North-west</source>
        <translation>Nord-ouest</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Not suitable</source>
        <translation>Défavorable</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Nothing but a folder. The same seed gives the same town.</source>
        <translation>Rien qu’un dossier. La même graine donne la même ville.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Obstacles on roofs</source>
        <translation>Obstacles sur les toits</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Of 10 and 20 m, and on demand of 60 m (B01, B09); coarser ones are resampled. Fewer bands cost less.</source>
        <translation>À 10 et 20 m, et sur demande à 60 m (B01, B09) ; les plus grossières sont rééchantillonnées. Moins de bandes coûtent moins.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Of a STAC API, for the source custom, such as https://example.org/stac/v1.</source>
        <translation>D’une API STAC, pour la source custom, par exemple https://example.org/stac/v1.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Of the report, such as the town.</source>
        <translation>Celui du rapport, par exemple le nom de la ville.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Of the scenes that are fetched; 30 when empty.</source>
        <translation>Des scènes téléchargées ; 30 si vide.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Of the whole scene, as its producer says; the area itself may be clearer, or not.</source>
        <translation>De la scène entière, selon son producteur ; l’emprise peut être plus claire, ou moins.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>On each date, temperature minus the median of the reference ({reference}, {pixels} pixels); then the median of the dates of the season. The 90 % interval comes from drawing dates again. Class limits: −1, 1, 3 and 6 K; they are a choice of this software, no standard imposes them.</source>
        <translation>À chaque date, la température moins la médiane de la référence ({reference}, {pixels} pixels) ; puis la médiane des dates de la saison. L’intervalle à 90 % vient d’un rééchantillonnage des dates. Limites des classes : −1, 1, 3 et 6 K ; elles sont un choix de ce logiciel, aucune norme ne les impose.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>One band is written per index, in this order.</source>
        <translation>Une bande est écrite par indice, dans cet ordre.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>One band per date, named after it, in kelvin (0 °C = 273.15 K). QGIS's temporal controller steps through the dates. Use the stack as INPUT of the surface heat island.</source>
        <translation>Une bande par date, qui en porte le nom, en kelvins (0 °C = 273,15 K). Le contrôleur temporel de QGIS passe d’une date à l’autre. Donnez la série en INPUT à l’îlot de chaleur de surface.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>One band per index, named after it; the map shows the first. NDVI: bare ground and roofs below 0.2, lawns and sparse trees 0.2 to 0.6, dense leaves above 0.6. NDBI and BSI grow with built and bare surfaces, NDWI and MNDWI with open water.</source>
        <translation>Une bande par indice, qui en porte le nom ; la carte montre la première. NDVI : sol nu et toits sous 0,2, pelouses et arbres clairsemés de 0,2 à 0,6, feuillage dense au-dessus de 0,6. NDBI et BSI augmentent avec les surfaces bâties et nues, NDWI et MNDWI avec l’eau libre.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>One column each. p10 and p90 are percentiles; count is the number of pixels, with fractions; share_above needs a threshold.</source>
        <translation>Une colonne chacune. p10 et p90 sont des centiles ; count est le nombre de pixels, fractions comprises ; share_above demande un seuil.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>One column per statistic, behind the prefix, and &lt;i&gt;coverage&lt;/i&gt;: the share of the zone where the raster has data, from 0 to 1. Zones are coloured by the first statistic, in classes of equal number. share_above is the share of the area above the threshold.</source>
        <translation>Une colonne par statistique, précédée du préfixe, et &lt;i&gt;coverage&lt;/i&gt; : la part de la zone où le raster a des données, de 0 à 1. Les zones sont colorées selon la première statistique, en classes d’effectifs égaux. share_above est la part de la surface au-dessus du seuil.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>One footprint per building with the sums of its planes.</source>
        <translation>Une emprise par bâtiment, avec les sommes de ses pans.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>One footprint per scene with its date, tile and cloud cover: the bluer the outline, the clearer the scene. The log holds the estimate; COUNT, MEGABYTES and PROCESSING_UNITS are there for scripts and models.</source>
        <translation>Une emprise par scène avec sa date, sa tuile et sa couverture nuageuse : plus le contour est bleu, plus la scène est claire. Le journal donne l’estimation ; COUNT, MEGABYTES et PROCESSING_UNITS servent aux scripts et aux modèles.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>One polygon per plane with power, yield, suitability and reason.</source>
        <translation>Un polygone par pan, avec puissance, production, aptitude et raison.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>One polygon per plane: slope, azimuth, areas, fit.</source>
        <translation>Un polygone par pan : pente, azimut, surfaces, qualité de l’ajustement.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>One polygon per scene: scene_id, datetime, cloud_cover, tile, source.</source>
        <translation>Un polygone par scène : scene_id, datetime, cloud_cover, tile, source.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>One rectangle per module, as it lies on the map.</source>
        <translation>Un rectangle par module, tel qu’il se place sur la carte.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>One rectangle per module, as it looks on the map: along the slope it appears shorter. The planes can be had again with the number of their modules.</source>
        <translation>Un rectangle par module, tel qu’on le voit sur la carte : il paraît plus court dans le sens de la pente. On peut aussi obtenir les pans avec le nombre de leurs modules.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>One stack with one band per date, or one raster per date.</source>
        <translation>Une série avec une bande par date, ou un raster par date.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>One stack with one band per date, or one raster per date. The date is read from the band description (2024-08-13) or from the file name.</source>
        <translation>Une série avec une bande par date, ou un raster par date. La date est lue dans la description de la bande (2024-08-13) ou dans le nom du fichier.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Only for a cloud that does not tell its own.</source>
        <translation>Seulement pour un nuage qui ne dit pas le sien.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Open ground</source>
        <translation>Parkings et terrains</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>Open ground solar</source>
        <translation>Solaire au sol et sur parkings</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Open images and layers…</source>
        <translation>Ouvrir des images et des couches…</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Open report.html or report.pdf first, then project.qgz. The folder maps holds one picture per map; recipe.json makes the same diagnosis again; the file beside each layer says what it was made from.</source>
        <translation>Ouvrez d’abord report.html ou report.pdf, puis project.qgz. Le dossier maps contient une image par carte ; recipe.json refait le même diagnostic ; le fichier à côté de chaque couche dit de quoi elle est faite.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/demo.py"/>
        <source>Open the map</source>
        <translation>Ouvrir la carte</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/demo.py"/>
        <source>Open the report</source>
        <translation>Ouvrir le rapport</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Options…</source>
        <translation>Options…</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Orientation of the modules</source>
        <translation>Orientation des modules</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>PLANES has no column {columns}: take the output of Roof planes, or give each plane its slope_deg and azimuth_deg.</source>
        <translation>PLANES n’a pas de colonne {columns} : prenez le résultat de Pans de toit, ou donnez à chaque pan son slope_deg et son azimuth_deg.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Packages of the engine</source>
        <translation>Paquets du moteur</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Packages that cannot be used</source>
        <translation>Paquets inutilisables</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Panel layout</source>
        <translation>Calepinage des panneaux</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Pixel size (m)</source>
        <translation>Taille du pixel (m)</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Pixels that the scene classification of Sen2Cor calls cloud, shadow, cirrus or snow are left out, with a margin; a roof that is bright on every date is not taken for a cloud. The radiometric offset follows the processing baseline of each product (04.00 and later: −1000). The median is taken pixel by pixel and band by band; least_cloudy takes the clearest scene first and fills from the next.</source>
        <translation>Les pixels que la classification de Sen2Cor appelle nuage, ombre, cirrus ou neige sont écartés, avec une marge ; un toit clair à toutes les dates n’est pas pris pour un nuage. Le décalage radiométrique suit la version de traitement de chaque produit (04.00 et après : −1000). La médiane se prend pixel par pixel et bande par bande ; least_cloudy prend d’abord la scène la plus claire et comble avec la suivante.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Place</source>
        <translation>Lieu</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Places</source>
        <translation>Lieux</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Planes found</source>
        <translation>Pans trouvés</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>Planning rules, soil, floods, grid connection and farming are not known here. The lanes of a car park are not known: canopies take a usual pattern. Laws change: the date of each row says when it was read.</source>
        <translation>Les règles d’urbanisme, le sol, les inondations, le raccordement et l’usage agricole ne sont pas connus ici. Les voies d’un parking ne sont pas connues : les ombrières suivent une trame courante. Les lois changent : la date de chaque ligne dit quand elle a été lue.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Plugin folder</source>
        <translation>Dossier de l’extension</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Point cloud</source>
        <translation>Nuage de points</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Polygons and one band of a raster. They may be in different coordinate systems. Broken polygons are repaired, and said so in the log.</source>
        <translation>Des polygones et une bande d’un raster. Leurs systèmes de coordonnées peuvent différer. Les polygones invalides sont réparés, et le journal le signale.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Polygons of BD TOPO, OpenStreetMap or the cadastre; their columns are kept.</source>
        <translation>Polygones de la BD TOPO, d’OpenStreetMap ou du cadastre ; leurs colonnes sont gardées.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>Polygons of the ground, with a column that says ground or parking; without it all is ground. A surface model (DSM) that covers them and their neighbours. Weather as in Rooftop solar.</source>
        <translation>Les polygones du sol, avec une colonne qui dit ground (terrain) ou parking ; sans elle, tout est terrain. Un modèle de surface (MNS) qui les couvre ainsi que leurs voisins. La météo comme dans Solaire en toiture.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Polygons that modules keep clear of.</source>
        <translation>Polygones que les modules évitent.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Polygons that the report tells about.</source>
        <translation>Polygones dont parle le rapport.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Polygons to compare with, when the reference is zones.</source>
        <translation>Polygones de comparaison, quand la référence est zones.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Polygons with slope_deg and azimuth_deg, in a CRS in metres.</source>
        <translation>Polygones avec slope_deg et azimuth_deg, dans un SCR en mètres.</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Polygons, or a raster: its URBAN_CLASSES, or every value above 0. Or give a land cover.</source>
        <translation>Des polygones, ou un raster : ses URBAN_CLASSES, ou toute valeur supérieure à 0. Sinon, donnez une occupation du sol.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Polygons, such as listed sites: what they touch is not fitted, and is told why.</source>
        <translation>Des polygones, comme les abords de monuments : ce qu’ils touchent n’est pas équipé, et la raison en est dite.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Polygons; their columns are kept.</source>
        <translation>Polygones ; leurs colonnes sont conservées.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Poor</source>
        <translation>Faible</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Power and yield</source>
        <translation>Puissance et production</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Power that can be fitted (kWp)</source>
        <translation>Puissance installable (kWc)</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/solar_styles.py"/>
        <source>Power that fits</source>
        <translation>Puissance installable</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Power that fits on roofs, car parks and land (kWp)</source>
        <translation>Puissance qui tient sur les toits, les parkings et les terrains (kWc)</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Prefix of the columns</source>
        <translation>Préfixe des colonnes</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>Processing units (estimate)</source>
        <translation>Unités de traitement (estimation)</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Product</source>
        <translation>Produit</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Programs</source>
        <translation>Programmes</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Protected areas</source>
        <translation>Zones protégées</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Put before each new column, so that several runs can be told apart.</source>
        <translation>Placé devant chaque nouvelle colonne, pour distinguer plusieurs calculs.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Put shifted footprints right</source>
        <translation>Recaler les emprises décalées</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Python of QGIS</source>
        <translation>Python de QGIS</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Python of the engine</source>
        <translation>Python du moteur</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>QGIS profile</source>
        <translation>Profil QGIS</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>QGIS project</source>
        <translation>Projet QGIS</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Question</source>
        <translation>Question</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>REFERENCE is zones: give the polygons in RURAL_ZONES.</source>
        <translation>REFERENCE vaut zones : donnez les polygones dans RURAL_ZONES.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>RESOLUTION is in metres: choose a projected CRS, or leave CRS empty.</source>
        <translation>RESOLUTION est en mètres : choisissez un SCR projeté, ou laissez CRS vide.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Radiometric offset</source>
        <translation>Décalage radiométrique</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Raster</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Reads a Sentinel-2, Sentinel-3 or Landsat product that is on disk, as its producer delivers it, and writes one GeoTIFF of reflectance or of surface temperature with named bands and the right scale, without clouds.</source>
        <translation>Lit un produit Sentinel-2, Sentinel-3 ou Landsat présent sur le disque, tel que son producteur le livre, et écrit un GeoTIFF de réflectance ou de température de surface aux bandes nommées et à la bonne échelle, sans nuages.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Recipe</source>
        <translation>Recette</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Recipe of its diagnosis</source>
        <translation>Recette de son diagnostic</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Reference pixels</source>
        <translation>Pixels de référence</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Reference zones</source>
        <translation>Zones de référence</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <location filename="../../processing/project.py"/>
        <source>Reflectance</source>
        <translation>Réflectance</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Reflectance 0 to 1 with bands named B02 … B12, shown in natural colours; or kelvin with one band named after the date. Clouds are no data, where the product has a mask.</source>
        <translation>Réflectance de 0 à 1 avec des bandes nommées B02 … B12, montrée en couleurs naturelles ; ou kelvins avec une bande qui porte le nom de la date. Les nuages sont sans donnée, si le produit a un masque.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Reflectance image</source>
        <translation>Image de réflectance</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>Reflectance: {data}, {date}</source>
        <translation>Réflectance : {data}, {date}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Remove</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/installer.py"/>
        <source>Remove the analysis engine from this QGIS profile? It can be installed again.</source>
        <translation>Supprimer le moteur d’analyse de ce profil QGIS ? Il pourra être réinstallé.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run {command}, or this check with INSTALL=true.</source>
        <translation>Réparez-le : dans QGIS, Préférences ▸ Options ▸ UrbanThink ▸ Installer le moteur d’analyse ; ailleurs, exécutez {command}, ou cette vérification avec INSTALL=true.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Repair or update</source>
        <translation>Réparer ou mettre à jour</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Report as PDF</source>
        <translation>Rapport en PDF</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Report as text</source>
        <translation>Rapport en texte</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <location filename="../../processing/report.py"/>
        <source>Residents</source>
        <translation>Habitants</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Residents of the blocks</source>
        <translation>Habitants des secteurs</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Roof planes</source>
        <translation>Pans de toit</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Roof planes are found, their irradiation computed with near and far shade, and real modules laid on what is left after setbacks, obstacles, shade and protected areas; on flat roofs in rows that do not shade one another on 21 December from 10 to 14 h solar time. The yield follows pvlib: incidence, cell temperature, module and losses from dated tables.</source>
        <translation>Les pans de toit sont trouvés, leur rayonnement calculé avec les ombres proches et lointaines, et de vrais modules posés sur ce qui reste après les reculs, les obstacles, l’ombre et les zones protégées ; sur les toits plats, en rangées qui ne se font pas d’ombre le 21 décembre de 10 à 14 h solaires. La production suit pvlib : incidence, température de cellule, module et pertes tirés de tables datées.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Roof planes with the columns slope_deg and azimuth_deg, as the algorithm Roof planes writes them, drawn or corrected by hand if you like; and obstacles to keep clear of.</source>
        <translation>Des pans de toit avec les colonnes slope_deg et azimuth_deg, tels que les écrit l’algorithme Pans de toit, dessinés ou corrigés à la main si vous voulez ; et des obstacles à éviter.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Roof planes with their modules</source>
        <translation>Pans de toit avec leurs modules</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Rooftop solar</source>
        <translation>Solaire en toiture</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Runs the whole chain for a town: vegetation index, surface heat island, statistics by block, solar potential of roofs, car parks and land. Leaves a folder with styled layers, a QGIS project, maps and a report that can be read without QGIS.</source>
        <translation>Déroule toute la chaîne pour une ville : indice de végétation, îlot de chaleur de surface, statistiques par secteur, potentiel solaire des toits, des parkings et des terrains. Laisse un dossier avec des couches stylées, un projet QGIS, des cartes et un rapport lisible sans QGIS.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Say where the heights are: give DSM or POINTS.</source>
        <translation>Dites où sont les hauteurs : donnez DSM ou POINTS.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Say where the town is: give URBAN, or LAND_COVER with URBAN_CLASSES.</source>
        <translation>Dites où est la ville : donnez URBAN, ou LAND_COVER avec URBAN_CLASSES.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Say which classes of LAND_COVER are built up: give URBAN_CLASSES, such as 1.</source>
        <translation>Dites quelles classes de LAND_COVER sont bâties : donnez URBAN_CLASSES, par exemple 1.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>Says for every car park and every piece of land how many solar modules fit, on canopies or in rows, their power and yield, whether a law obliges to them, and the reason for it.</source>
        <translation>Dit pour chaque parking et chaque terrain combien de modules solaires y tiennent, en ombrières ou en rangées, leur puissance et leur production, si une loi y oblige, et pourquoi.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Says for every roof plane and every building how many solar modules fit, their power, their yield in a year and in each month, how suitable the roof is, and the reason for it.</source>
        <translation>Dit pour chaque pan de toit et chaque bâtiment combien de modules solaires y tiennent, leur puissance, leur production sur l’année et par mois, l’aptitude du toit, et pourquoi.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Says which versions of QGIS, of UrbanThink and of the analysis engine are installed, what is missing and what to do about it. It can also install or repair the engine.</source>
        <translation>Dit quelles versions de QGIS, d’UrbanThink et du moteur d’analyse sont installées, ce qui manque et comment y remédier. Peut aussi installer ou réparer le moteur.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Scale and offset come from the product's own metadata (Sentinel-2: the processing baseline decides on the offset of −1000; Landsat: the factors of the MTL file). Clouds are left out by the product's own masks (SCL, QA_PIXEL, confidence flags). Sentinel-3 is brought from its swath to pixels of 1 km, each given the nearest measurement. The level of a product is recognised, so that a surface temperature is never corrected twice.</source>
        <translation>Échelle et décalage viennent des métadonnées du produit (Sentinel-2 : la version de traitement décide du décalage de −1000 ; Landsat : les facteurs du fichier MTL). Les nuages sont écartés par les masques du produit (SCL, QA_PIXEL, indicateurs de confiance). Sentinel-3 passe de sa fauchée à des pixels de 1 km, dont chacun reçoit la mesure la plus proche. Le niveau d’un produit est reconnu, de sorte qu’une température de surface n’est jamais corrigée deux fois.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>Scenes found</source>
        <translation>Scènes trouvées</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Season</source>
        <translation>Saison</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>Sensor</source>
        <translation>Capteur</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Sentinel-2 names in the order of the file, such as B02,B03,B04,B08, or with numbers: B04=3,B08=7.</source>
        <translation>Noms Sentinel-2 dans l’ordre du fichier, par exemple B02,B03,B04,B08, ou avec des numéros : B04=3,B08=7.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>Shade and irradiation are not looked at: use Rooftop solar for that. Battens, rafters and fixing zones are not known; an installer's plan may hold a few modules less.</source>
        <translation>L’ombre et le rayonnement ne sont pas regardés : utilisez pour cela Solaire en toiture. Liteaux, chevrons et zones de fixation ne sont pas connus ; le plan d’un installateur peut compter quelques modules de moins.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Shade from how far (m)</source>
        <translation>Portée des ombres (m)</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Share of 0 to 1 that passes bare crowns; when empty, that of the table.</source>
        <translation>Part de 0 à 1 qui traverse les houppiers sans feuilles ; si vide, celle de la table.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Share of 0 to 1 that passes crowns in leaf; when empty, that of the table.</source>
        <translation>Part de 0 à 1 qui traverse les houppiers en feuilles ; si vide, celle de la table.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Share of a zone, 0 to 1, that must have data for statistics to be given.</source>
        <translation>Part d’une zone, de 0 à 1, qui doit avoir des données pour que des statistiques soient données.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Share of each block with NDVI of {threshold} and more</source>
        <translation>Part de chaque secteur dont le NDVI est de {threshold} et plus</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Share of the light that the ground sends back: 0.2 in towns, 0.8 on snow.</source>
        <translation>Part de la lumière que le sol renvoie : 0,2 en ville, 0,8 sur la neige.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Share of the sky that a surface sees, 0 to 1.</source>
        <translation>Part du ciel que voit une surface, de 0 à 1.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Show them on the map</source>
        <translation>Les montrer sur la carte</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Shown in the report.</source>
        <translation>Affichés dans le rapport.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Sky model</source>
        <translation>Modèle de ciel</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Sky view</source>
        <translation>Facteur de vue du ciel</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Smaller ones, measured on the map, count as obstacles or borders.</source>
        <translation>Les plus petits, mesurés sur la carte, comptent comme obstacles ou bordures.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Smallest plane (m²)</source>
        <translation>Plus petit pan (m²)</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <location filename="../../processing/project.py"/>
        <source>Solar</source>
        <translation>Solaire</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Solar irradiation</source>
        <translation>Rayonnement solaire</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Solar irradiation (kWh/m²)</source>
        <translation>Rayonnement solaire (kWh/m²)</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Solar modules</source>
        <translation>Modules solaires</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Solar potential</source>
        <translation>Potentiel solaire</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Solar potential of buildings</source>
        <translation>Potentiel solaire des bâtiments</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>Solar potential of open ground</source>
        <translation>Potentiel solaire au sol</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Solar potential of roof planes</source>
        <translation>Potentiel solaire des pans de toit</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Solar suitability</source>
        <translation>Aptitude solaire</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Solar suitability of buildings</source>
        <translation>Aptitude solaire des bâtiments</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Solar suitability of car parks and land</source>
        <translation>Aptitude solaire des parkings et des terrains</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Solar suitability of roof planes</source>
        <translation>Aptitude solaire des pans de toit</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Source of the images</source>
        <translation>Source des images</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>South</source>
        <translation>Sud</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>South-east</source>
        <translation>Sud-est</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>South-west</source>
        <translation>Sud-ouest</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Spectral indices</source>
        <translation>Indices spectraux</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Statistics</source>
        <translation>Statistiques</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Storage</source>
        <translation>Stockage</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>Streets, blocks and buildings are drawn from a seeded generator. Reflectance and surface temperature come from the land cover by dated tables of typical values; temperature is blurred to the 100 m of the sensor and carries a stated heat island, weather, noise and clouds.</source>
        <translation>Rues, secteurs et bâtiments sont tirés d’un générateur à graine. Réflectance et température de surface découlent de l’occupation du sol par des tables datées de valeurs typiques ; la température est lissée aux 100 m du capteur et porte un îlot de chaleur connu, la météo, du bruit et des nuages.</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Strong heat island</source>
        <translation>Îlot de chaleur fort</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Sun</source>
        <translation>Soleil</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Sun on roofs and ground</source>
        <translation>Ensoleillement des toits et du sol</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>Surface area</source>
        <translation>Surface</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Surface heat</source>
        <translation>Chaleur de surface</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/sheets.py"/>
        <source>Surface heat island</source>
        <translation>Îlot de chaleur urbain de surface</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/project.py"/>
        <source>Surface heat island (K)</source>
        <translation>Îlot de chaleur urbain de surface (K)</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Surface heat island by block</source>
        <translation>Îlot de chaleur de surface par secteur</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Surface heat island in kelvin</source>
        <translation>Îlot de chaleur de surface en kelvins</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <location filename="../../processing/report.py"/>
        <source>Surface heat island of the town</source>
        <translation>Îlot de chaleur de surface de la ville</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Surface heat island of the town (K)</source>
        <translation>Îlot de chaleur de surface de la ville (K)</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/project.py"/>
        <source>Surface heat island, classes</source>
        <translation>Îlot de chaleur urbain de surface, classes</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Surface model (DSM)</source>
        <translation>Modèle de surface (MNS)</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Surface model: {data}, {pixel} m</source>
        <translation>Modèle de surface : {data}, {pixel} m</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>Surface reflectance, one band per wavelength, in one file.</source>
        <translation>Réflectance de surface, une bande par longueur d’onde, en un seul fichier.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <location filename="../../processing/project.py"/>
        <source>Surface temperature (K)</source>
        <translation>Température de surface (K)</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Surface temperature is not felt temperature. What fits on a roof is not what it can bear. The diagnosis shows where to look, not why; a figure without its interval, its dates and its source should not leave this report.</source>
        <translation>La température de surface n’est pas la température ressentie. Ce qui tient sur un toit n’est pas ce qu’il peut porter. Le diagnostic montre où regarder, non pourquoi ; aucun chiffre ne devrait quitter ce rapport sans son intervalle, ses dates et sa source.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>Surface temperature is not felt temperature: a satellite sees roofs, ground and tree tops on clear days, not the air that people breathe nor the night.</source>
        <translation>La température de surface n’est pas la température ressentie : un satellite voit les toits, le sol et la cime des arbres par temps clair, ni l’air que l’on respire, ni la nuit.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Surface temperature on several dates: one file with one band per date, or one file per date, in kelvin, degrees Celsius or Landsat Collection 2 numbers. And where the town is: built-up polygons or raster, or a land cover with its class numbers. Land cover on another grid is aligned.</source>
        <translation>La température de surface à plusieurs dates : un fichier avec une bande par date, ou un fichier par date, en kelvins, en degrés Celsius ou en nombres Landsat Collection 2. Et l’emprise de la ville : polygones ou raster du bâti, ou une occupation du sol avec ses numéros de classe. Une occupation du sol sur une autre grille est alignée.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Surface temperature, several dates</source>
        <translation>Température de surface, plusieurs dates</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>Surface temperature: {data}, {dates}</source>
        <translation>Température de surface : {data}, {dates}</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Terrain of the surroundings</source>
        <translation>Terrain des environs</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>Territory</source>
        <translation>Territoire</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/engine_state.py"/>
        <source>The analysis engine gave no answer.</source>
        <translation>Le moteur d’analyse n’a pas répondu.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The analysis engine is incomplete: {packages} cannot be used.</source>
        <translation>Le moteur d’analyse est incomplet : {packages} ne peut être utilisé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/engine_state.py"/>
        <source>The analysis engine is ready.</source>
        <translation>Le moteur d’analyse est prêt.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/engine_state.py"/>
        <source>The analysis engine lacks {packages}.</source>
        <translation>Il manque au moteur d’analyse : {packages}.</translation>
    </message>
    <message>
        <location filename="../../processing/credentials.py"/>
        <source>The authentication configuration {name} cannot be read. Choose another, or unlock QGIS's authentication database (in batch: QGIS_AUTH_PASSWORD_FILE).</source>
        <translation>La configuration d’authentification {name} est illisible. Choisissez-en une autre, ou déverrouillez la base d’authentification de QGIS (en traitement par lot : QGIS_AUTH_PASSWORD_FILE).</translation>
    </message>
    <message>
        <location filename="../../processing/credentials.py"/>
        <source>The authentication configuration {name} does not hold a client id and its secret: choose one of the method Basic, with the client id as user name and the client secret as password.</source>
        <translation>La configuration d’authentification {name} ne contient pas un identifiant client et son secret : choisissez-en une de méthode « Basic », avec l’identifiant client comme nom d’utilisateur et le secret comme mot de passe.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>The calculations run in a Python environment of their own, apart from QGIS. Installing it downloads about {download} MB from the Python Package Index and takes {disk} GB in your QGIS profile.</source>
        <translation>Les calculs s’exécutent dans leur propre environnement Python, à part de QGIS. Son installation télécharge environ {download} Mo depuis le Python Package Index et occupe {disk} Go dans votre profil QGIS.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>The catalogue is asked by the STAC or Sentinel Hub protocol. Processing units are counted by the published rule of Sentinel Hub: (width × height / 512²) × (bands / 3) per date, for the ten bands and the 10 m of the algorithm that fetches them; a general account has 10 000 a month.</source>
        <translation>Le catalogue est interrogé par le protocole STAC ou Sentinel Hub. Les unités de traitement sont comptées selon la règle publiée de Sentinel Hub : (largeur × hauteur / 512²) × (bandes / 3) par date, pour les dix bandes et les 10 m de l’algorithme qui les télécharge ; un compte général en a 10 000 par mois.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/demo.py"/>
        <source>The diagnosis of the demo town is ready.</source>
        <translation>Le diagnostic de la ville de démonstration est prêt.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/installer.py"/>
        <source>The engine could not be removed: {reason}.</source>
        <translation>Le moteur n’a pas pu être supprimé : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>The engine's Python</source>
        <translation>Python du moteur</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The engine's Python is looked for in this order: the environment variable URBANTHINK_PYTHON, the UrbanThink options, the folder .venv beside the plugin, this QGIS profile. It is then started, and each package the engine needs is imported.</source>
        <translation>Le Python du moteur est cherché dans cet ordre : la variable d’environnement URBANTHINK_PYTHON, les options d’UrbanThink, le dossier .venv à côté de l’extension, ce profil QGIS. Il est ensuite démarré, et chaque paquet dont le moteur a besoin est importé.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The engine's Python is {origin}, so installing another would change nothing. Remove that choice first, then install again.</source>
        <translation>Le Python du moteur est {origin} : en installer un autre ne changerait rien. Retirez d’abord ce choix, puis relancez l’installation.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>The environment variable {variable} wins: {value}</source>
        <translation>La variable d’environnement {variable} l’emporte : {value}</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The first line is the verdict. OK is true when every algorithm can run. Attach the report when you ask for help: it holds no password.</source>
        <translation>La première ligne est le verdict. OK est vrai quand tous les algorithmes peuvent fonctionner. Joignez le rapport à vos demandes d’aide : il ne contient aucun mot de passe.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>The horizon of each pixel is swept in 36 directions along lines with convex hulls (Timonen and Westerholm 2010) and meets tables that hold the whole year: direct light, the bright ring round the sun, the sky and its horizon after Perez 1990, and light from the ground. Directions are those of true north.</source>
        <translation>L’horizon de chaque pixel est balayé dans 36 directions, le long de lignes, par enveloppes convexes (Timonen et Westerholm 2010), et rencontre des tables qui contiennent toute l’année : lumière directe, couronne brillante du soleil, ciel et bande d’horizon selon Perez 1990, et lumière renvoyée par le sol. Les directions sont celles du nord vrai.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>The hottest inhabited blocks</source>
        <translation>Les secteurs habités les plus chauds</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>The hottest inhabited blocks:</source>
        <translation>Les secteurs habités les plus chauds :</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>The index is near 0.1 on roofs and roads, about 0.3 on dry grass, above 0.6 on dense and healthy leaves. Water is below 0.</source>
        <translation>L’indice est proche de 0,1 sur les toits et les routes, d’environ 0,3 sur l’herbe sèche, supérieur à 0,6 sur un feuillage dense et sain. L’eau est sous 0.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>The index shows how green the ground is on that day. It does not tell trees from lawns, nor public from private gardens.</source>
        <translation>L’indice montre combien le sol est vert ce jour-là. Il ne distingue ni les arbres des pelouses, ni les jardins publics des jardins privés.</translation>
    </message>
    <message>
        <location filename="../../processing/maps.py"/>
        <source>The map {path} cannot be written.</source>
        <translation>La carte {path} ne peut être écrite.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>The planes with the number of modules on them.</source>
        <translation>Les pans avec le nombre de modules qu’ils portent.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>The polygons with power, yield, obligation, suitability and reason.</source>
        <translation>Les polygones avec puissance, production, obligation, aptitude et raison.</translation>
    </message>
    <message>
        <location filename="../../processing/publish.py"/>
        <source>The project cannot be written: {reason}.</source>
        <translation>Le projet ne peut être écrit : {reason}.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>The rectangle that is wanted: drawn, the map's, a layer's, or typed as xmin,xmax,ymin,ymax [EPSG:4326].</source>
        <translation>Le rectangle voulu : dessiné, celui de la carte, celui d’une couche, ou saisi comme xmin,xmax,ymin,ymax [EPSG:4326].</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>The rectangle that is wanted; the whole product when empty.</source>
        <translation>Le rectangle voulu ; le produit entier si vide.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The report as a web page.</source>
        <translation>Le rapport sous forme de page web.</translation>
    </message>
    <message>
        <location filename="../../processing/publish.py"/>
        <source>The report cannot be written: {reason}. The layers in {folder} are complete.</source>
        <translation>Le rapport ne peut être écrit : {reason}. Les couches dans {folder} sont complètes.</translation>
    </message>
    <message>
        <location filename="../../processing/maps.py"/>
        <source>The report {path} cannot be written.</source>
        <translation>Le rapport {path} ne peut être écrit.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>The report {path} cannot be written: {reason}.</source>
        <translation>Le rapport {path} ne peut être écrit : {reason}.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>The roofs with the highest yield</source>
        <translation>Les toits à la plus forte production</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>The solar module that is laid out, as in Rooftop solar; when empty, a usual one.</source>
        <translation>Le module solaire posé, comme dans Solaire en toiture ; si vide, un modèle courant.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>The solar module that is laid out, one of resources/data/pv_modules.json, which tells sizes, powers, sources and dates: {modules}.</source>
        <translation>Le module solaire posé, l’un de ceux de resources/data/pv_modules.json, qui dit dimensions, puissances, sources et dates : {modules}.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>The source cdse needs an account: choose it in AUTH, or set the environment variables SH_CLIENT_ID and SH_CLIENT_SECRET.</source>
        <translation>La source cdse demande un compte : choisissez-le dans AUTH, ou définissez les variables d’environnement SH_CLIENT_ID et SH_CLIENT_SECRET.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>The source is custom: give the address of its STAC API in CATALOG_URL.</source>
        <translation>La source est custom : donnez l’adresse de son API STAC dans CATALOG_URL.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/imagery/request.py"/>
        <source>The start date is after the end date: swap them.</source>
        <translation>La date de début suit la date de fin : échangez-les.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>The sun is computed at the height of the canopy above a car park, or at that of the rows above land. Trees, buildings, steep and protected ground are left out. Rows keep the distance at which they do not shade one another on 21 December from 10 to 14 h solar time. Obligations are dated rows of a table.</source>
        <translation>Le soleil est calculé à la hauteur de l’ombrière au-dessus d’un parking, ou à celle des rangées au-dessus d’un terrain. Arbres, bâtiments, pentes fortes et zones protégées sont écartés. Les rangées gardent la distance à laquelle elles ne se font pas d’ombre le 21 décembre de 10 à 14 h solaires. Les obligations sont les lignes datées d’une table.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>The sun on car parks and land</source>
        <translation>Le soleil sur les parkings et les terrains</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>The surface model shows {count} of {total} buildings; the others lie beyond it or in its holes, and are not judged.</source>
        <translation>Le modèle de surface montre {count} bâtiments sur {total} ; les autres sont au-delà ou dans ses trous, et ne sont pas évalués.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/demo_town.py"/>
        <source>The town does not exist and its numbers describe no real place. It is simpler than a real town: flat ground, rectangular buildings, one kind of soil per class.</source>
        <translation>La ville n’existe pas et ses chiffres ne décrivent aucun lieu réel. Elle est plus simple qu’une vraie ville : terrain plat, bâtiments rectangulaires, un seul type de sol par classe.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>The zones with their new columns.</source>
        <translation>Les zones avec leurs nouvelles colonnes.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>There is nothing to diagnose: give REFLECTANCE, LST, an AREA with START and END, a DSM with BUILDINGS or GROUND, or a RECIPE.</source>
        <translation>Il n’y a rien à diagnostiquer : donnez REFLECTANCE, LST, une AREA avec START et END, un DSM avec BUILDINGS ou GROUND, ou une RECIPE.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>Thin clouds and their shadows sometimes remain, above all where there are fewer than three clear dates. A median mixes dates: fields that were mown meanwhile look like none of them. Sentinel-2 has no thermal band.</source>
        <translation>Des nuages fins et leurs ombres restent parfois, surtout là où il y a moins de trois dates claires. Une médiane mélange les dates : un champ fauché entre-temps ne ressemble à aucune d’elles. Sentinel-2 n’a pas de bande thermique.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>Thirteen bands, year and months; otherwise the year alone, which is faster.</source>
        <translation>Treize bandes, l’année et les mois ; sinon l’année seule, plus rapide.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_surface_temperature.py"/>
        <source>This is the temperature of roofs, ground and tree tops, not of the air. Landsat passes in the late morning and its sensor sees 100 m: 30 m pixels are resampled. At 1 km, Sentinel-3 shows the town as a whole, not its streets. landsat-c2-l1 is corrected neither for the air nor for the emissivity of the ground: typically several kelvin too low, and good for differences within one date at most.</source>
        <translation>C’est la température des toits, du sol et de la cime des arbres, pas celle de l’air. Landsat passe en fin de matinée et son capteur voit 100 m : les pixels de 30 m sont rééchantillonnés. À 1 km, Sentinel-3 montre la ville dans son ensemble, pas ses rues. landsat-c2-l1 n’est corrigée ni de l’air ni de l’émissivité du sol : d’ordinaire trop basse de plusieurs kelvins, elle ne vaut tout au plus que pour des écarts au sein d’une même date.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>This is what the sun brings, not what a module yields: that is the algorithm Rooftop solar. Walls are not seen in a surface model. Single pixels at edges and on noise are less sure than the mean of a plane.</source>
        <translation>C’est ce que le soleil apporte, pas ce qu’un module produit : voyez pour cela l’algorithme Solaire en toiture. Un modèle de surface ne voit pas les murs. Des pixels isolés, aux bords ou sur du bruit, sont moins sûrs que la moyenne d’un pan.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Threshold of share_above</source>
        <translation>Seuil de share_above</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>To</source>
        <translation>Au</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/search_scenes.py"/>
        <source>To be downloaded (MB, estimate)</source>
        <translation>À télécharger (Mo, estimation)</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>To be downloaded at most (MB)</source>
        <translation>À télécharger au plus (Mo)</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>To fetch images of AREA, say from when to when: give START and END.</source>
        <translation>Pour télécharger des images de AREA, dites de quand à quand : donnez START et END.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>To make it again</source>
        <translation>Pour le refaire</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Try it on the demo town</source>
        <translation>Essayer sur la ville de démonstration</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Unit of the temperatures</source>
        <translation>Unité des températures</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Upper bound, 90 % (K)</source>
        <translation>Borne supérieure, 90 % (K)</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/plugin.py"/>
        <source>UrbanThink panel</source>
        <translation>Panneau UrbanThink</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>UrbanThink: check of the installation</source>
        <translation>UrbanThink : vérification de l’installation</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Usable area</source>
        <translation>Surface utilisable</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <source>Vegetated share of the block</source>
        <translation>Part végétalisée du secteur</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <location filename="../../processing/headlines.py"/>
        <location filename="../../processing/project.py"/>
        <location filename="../../processing/sheets.py"/>
        <source>Vegetation</source>
        <translation>Végétation</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>Vegetation by block</source>
        <translation>Végétation par secteur</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Vegetation classes</source>
        <translation>Classes de végétation</translation>
    </message>
    <message>
        <location filename="../../processing/project.py"/>
        <location filename="../../processing/sheets.py"/>
        <source>Vegetation index NDVI</source>
        <translation>Indice de végétation NDVI</translation>
    </message>
    <message>
        <location filename="../../processing/ground.py"/>
        <source>Water classes</source>
        <translation>Classes d’eau</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Weak heat island</source>
        <translation>Îlot de chaleur faible</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Weather</source>
        <translation>Météo</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Weather: {weather}, {licence}</source>
        <translation>Météo : {weather}, {licence}</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Weather: {weather}.</source>
        <translation>Météo : {weather}.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>West</source>
        <translation>Ouest</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>What each m² of roof or ground receives in a mean year, the shade of its neighbours included. Below {least} kWh/m² no module is laid.</source>
        <translation>Ce que chaque m² de toit ou de sol reçoit en une année moyenne, ombre du voisinage comprise. Au-dessous de {least} kWh/m², aucun module n’est posé.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>What is computed, when it is less than the DSM; the rest still gives shade.</source>
        <translation>Ce qui est calculé, si c’est moins que le MNS ; le reste fait tout de même de l’ombre.</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>What is measured in each zone.</source>
        <translation>Ce qui est mesuré dans chaque zone.</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>What it does</source>
        <translation>Ce que fait l’algorithme</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>What stands on the planes.</source>
        <translation>Ce qui se dresse sur les pans.</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/solar_words.py"/>
        <source>What the law may ask</source>
        <translation>Ce que la loi peut demander</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>Where a surface receives less in a year, no module is laid.</source>
        <translation>Là où une surface reçoit moins en un an, aucun module n’est posé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Where is the town hotter than its surroundings?</source>
        <translation>Où la ville est-elle plus chaude que ses alentours ?</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/panel.py"/>
        <source>Where is the vegetation, and how is it?</source>
        <translation>Où est la végétation, et comment se porte-t-elle ?</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>Where it comes from</source>
        <translation>Provenance</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Where the file does not tell: B02,B03,B04,B08 in their order, or B04=3,B08=7.</source>
        <translation>Si le fichier ne le dit pas : B02,B03,B04,B08 dans leur ordre, ou B04=3,B08=7.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>Which dates are combined: summer (June to mid-September), warm (April to October) or all; six months apart in the southern hemisphere. Other dates still get their figures in the log.</source>
        <translation>Dates combinées : summer (de juin à mi-septembre), warm (d’avril à octobre) ou all (toutes) ; décalées de six mois dans l’hémisphère Sud. Les autres dates ont tout de même leurs chiffres dans le journal.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>Which dates are combined; summer when empty. Other dates are shown apart.</source>
        <translation>Dates combinées ; summer (été) si vide. Les autres dates sont montrées à part.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>Within each footprint, planes are tried from many spots, the one that most heights agree on is fitted by least squares and wins its cells, and neighbours compete for their borders; what sticks out of a plane becomes an obstacle. Footprints that are shifted against the heights by up to one metre are put right, and the shift is told.</source>
        <translation>Dans chaque emprise, des pans sont essayés depuis de nombreux points ; celui sur lequel s’accordent le plus de hauteurs est ajusté par moindres carrés et prend ses cellules, et les voisins se disputent leurs limites ; ce qui dépasse d’un pan devient un obstacle. Les emprises décalées d’un mètre au plus par rapport aux hauteurs sont recalées, et le décalage est dit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>Worker threads</source>
        <translation>Fils d’exécution</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>Year</source>
        <translation>Année</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>Yield and consumption</source>
        <translation>Production et consommation</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <location filename="../../processing/solar_styles.py"/>
        <source>Yield of a mean year</source>
        <translation>Production d’une année moyenne</translation>
    </message>
    <message>
        <location filename="../../processing/solar/inputs.py"/>
        <source>Yield of a mean year (kWh)</source>
        <translation>Production d’une année moyenne (kWh)</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Yield passed in nine years of ten</source>
        <translation>Production dépassée neuf années sur dix</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>Yield per kWp</source>
        <translation>Production par kWc</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Zone statistics</source>
        <translation>Statistiques par zone</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>Zones</source>
        <translation>Zones</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>all cores</source>
        <translation>tous les cœurs</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>auto reads the file's own unit and the size of the values. landsat_dn: numbers of Landsat Collection 2 Level 2 (kelvin = 0.00341802 × number + 149).</source>
        <translation>auto lit l’unité du fichier et l’ordre de grandeur des valeurs. landsat_dn : nombres de Landsat Collection 2 niveau 2 (kelvin = 0,00341802 × nombre + 149).</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/import_scene.py"/>
        <source>auto recognises products. Of a GeoTIFF that does not tell, say whose it is, or whether it holds reflectance or temperature.</source>
        <translation>auto reconnaît les produits. Pour un GeoTIFF qui ne le dit pas, indiquez de quel capteur il vient, ou s’il contient de la réflectance ou une température.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>auto when empty. landsat_dn: numbers of Landsat Collection 2 Level 2.</source>
        <translation>auto si vide. landsat_dn : nombres de Landsat Collection 2 niveau 2.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/roof_planes.py"/>
        <source>azimuth_deg is the direction in which water runs off, clockwise from true north: 180 is south. area_m2 is measured along the slope, area_plan_m2 on the map. rmse_m says how far the heights are from the plane. Colours show the azimuth; flat roofs are grey.</source>
        <translation>azimuth_deg est la direction où l’eau s’écoule, dans le sens horaire depuis le nord vrai : 180 est le sud. area_m2 est mesurée selon la pente, area_plan_m2 sur la carte. rmse_m dit à quelle distance du plan sont les hauteurs. Les couleurs montrent l’azimut ; les toits plats sont gris.</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>below {value}</source>
        <translation>moins de {value}</translation>
    </message>
    <message>
        <location filename="../../processing/installed.py"/>
        <source>beside the plugin</source>
        <translation>à côté de l’extension</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>built-in climatology, {place}</source>
        <translation>climatologie intégrée, {place}</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>cdse: Copernicus Data Space, a free account. planetary-computer, earth-search: no account. custom: any STAC API, whose address is in CATALOG_URL.</source>
        <translation>cdse : Copernicus Data Space, compte gratuit. planetary-computer, earth-search : sans compte. custom : n’importe quelle API STAC, dont l’adresse est dans CATALOG_URL.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>chosen by the engine</source>
        <translation>choisi par le moteur</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>chosen zones</source>
        <translation>zones choisies</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>date not told by the file</source>
        <translation>date non indiquée par le fichier</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>faces too small for modules</source>
        <translation>pans trop petits pour des modules</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>facing away from the sun, no module is laid</source>
        <translation>dos au soleil, aucun module n’est posé</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>fit on car parks and land</source>
        <translation>tiennent sur les parkings et les terrains</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/gui/options.py"/>
        <source>found automatically</source>
        <translation>trouvé automatiquement</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>good sun</source>
        <translation>bon ensoleillement</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>heights not known</source>
        <translation>hauteurs inconnues</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>in a protected area</source>
        <translation>en zone protégée</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>in the shade of buildings, trees or relief</source>
        <translation>à l’ombre de bâtiments, d’arbres ou du relief</translation>
    </message>
    <message>
        <location filename="../../processing/installed.py"/>
        <source>installed in the QGIS profile</source>
        <translation>installé dans le profil QGIS</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/spectral_indices.py"/>
        <source>int16: whole numbers with a scale, small files, four decimals. float32: full precision.</source>
        <translation>int16 : nombres entiers avec une échelle, petits fichiers, quatre décimales. float32 : pleine précision.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>is what these roofs could yield in a mean year</source>
        <translation>c’est ce que ces toits pourraient produire en une année moyenne</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>kWh per m² of the tilted surface: a roof of 40 m² that shows 1200 receives 48,000 kWh a year. The colours have the same limits on every map. The style &lt;i&gt;Month by month&lt;/i&gt; shows the months with the Temporal Controller. Sky view is 1 where the whole sky is seen.</source>
        <translation>kWh par m² de surface inclinée : un toit de 40 m² qui affiche 1200 reçoit 48 000 kWh par an. Les couleurs ont les mêmes limites sur toutes les cartes. Le style &lt;i&gt;Mois par mois&lt;/i&gt; montre les mois avec le contrôleur temporel. Le facteur de vue vaut 1 là où tout le ciel est vu.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>kWh per m² of tilted surface: the year, then the months from January on.</source>
        <translation>kWh par m² de surface inclinée : l’année, puis les mois à partir de janvier.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_styles.py"/>
        <source>kWp</source>
        <translation>kWc</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>kwp is what fits, kwh_year the yield of a mean year, kwh_p90 the yield that nine years of ten pass, with the doubt about the heights in it. irradiation is kWh per m² of tilted surface. Hover over a roof to read its class and its reason; in a 3-D view the buildings stand up.</source>
        <translation>kwp est la puissance qui tient, kwh_year la production d’une année moyenne, kwh_p90 celle que neuf années sur dix dépassent, incertitude des hauteurs comprise. irradiation est en kWh par m² de surface inclinée. Survolez un toit pour lire sa classe et la raison ; dans une vue 3D, les bâtiments se dressent.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/open_ground_solar.py"/>
        <source>kwp is what fits, kwh_year the yield of a mean year, kwh_p90 the yield that nine years of ten pass. obligation names the law, its date and its threshold, and is to be verified before use.</source>
        <translation>kwp est la puissance qui tient, kwh_year la production d’une année moyenne, kwh_p90 celle que neuf années sur dix dépassent. obligation nomme la loi, sa date et son seuil, à vérifier avant usage.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>landsat-c2-l1 is read from the source cdse only. Planetary Computer has the surface temperature itself: choose landsat-c2-l2.</source>
        <translation>landsat-c2-l1 n’est lue que depuis la source cdse. Planetary Computer a la température de surface elle-même : choisissez landsat-c2-l2.</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/fetch_sentinel2.py"/>
        <source>median: one image, the middle value of the clear dates. least_cloudy: one image, the clearest date first. monthly: one median per month. none: every date.</source>
        <translation>median : une image, la valeur médiane des dates claires. least_cloudy : une image, la date la plus claire d’abord. monthly : une médiane par mois. none : chaque date.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>modest sun</source>
        <translation>ensoleillement modeste</translation>
    </message>
    <message>
        <location filename="../../processing/installed.py"/>
        <source>named by the environment variable URBANTHINK_PYTHON</source>
        <translation>désigné par la variable d’environnement URBANTHINK_PYTHON</translation>
    </message>
    <message>
        <location filename="../../processing/installed.py"/>
        <source>named in the UrbanThink options</source>
        <translation>désigné dans les options d’UrbanThink</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>no roof plane found</source>
        <translation>aucun pan de toit trouvé</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>of solar modules fit on the roofs</source>
        <translation>de modules solaires tiennent sur les toits</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>of the buildings have a suitable roof</source>
        <translation>des bâtiments ont un toit favorable</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>of the built-up area is a moderate or strong heat island</source>
        <translation>de la zone bâtie est en îlot de chaleur modéré ou fort</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>of the ground of the blocks is vegetated</source>
        <translation>du sol des secteurs est végétalisé</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>of the image is vegetated</source>
        <translation>de l’image est végétalisé</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>of the yearly consumption of these buildings would be covered</source>
        <translation>de la consommation annuelle de ces bâtiments serait couverte</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>open country</source>
        <translation>campagne ouverte</translation>
    </message>
    <message>
        <location filename="../../processing/report.py"/>
        <source>outside the season, shown apart</source>
        <translation>hors saison, montrée à part</translation>
    </message>
    <message>
        <location filename="../../processing/solar/solar_irradiation.py"/>
        <source>perez: Perez 1990. perez-driesse: the same without its steps (Driesse 2024). haydavies: simpler, without the bright horizon.</source>
        <translation>perez : Perez 1990. perez-driesse : le même sans ses marches (Driesse 2024). haydavies : plus simple, sans l’horizon brillant.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>planetary-computer when empty, which needs no account. With cdse, surface temperatures come from CATALOG_URL or else from planetary-computer, because Copernicus has none of Landsat.</source>
        <translation>planetary-computer si vide, qui ne demande pas de compte. Avec cdse, les températures de surface viennent de CATALOG_URL ou sinon de planetary-computer, car Copernicus n’en a pas de Landsat.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/panel_layout.py"/>
        <source>portrait: upright. landscape: lying. best: whichever of the two holds more.</source>
        <translation>portrait : debout. landscape : couché. best : celui des deux qui en contient le plus.</translation>
    </message>
    <message>
        <location filename="../../processing/solar/rooftop_solar.py"/>
        <source>pvgis: 14 % in all, as PVGIS does. detailed: inverter, cables, dirt, ageing and so on, one by one.</source>
        <translation>pvgis : 14 % en tout, comme PVGIS. detailed : onduleur, câbles, salissures, vieillissement et autres, un par un.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>recipe.json holds every parameter; the file beside each layer holds its inputs and versions.</source>
        <translation>recipe.json contient tous les paramètres ; le fichier à côté de chaque couche donne ses entrées et les versions.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>residents live in a moderate or strong heat island</source>
        <translation>habitants vivent dans un îlot de chaleur modéré ou fort</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>ring of equal area round the town</source>
        <translation>anneau de surface égale autour de la ville</translation>
    </message>
    <message>
        <location filename="../../processing/imagery/request.py"/>
        <source>sentinel-2-l2a: reflectance, 10 m, every 5 days. landsat-c2-l2: surface temperature, 30 m, every 8 days. sentinel-3-slstr-lst: surface temperature, 1 km, every day. landsat-c2-l1: brightness temperature, as seen above the atmosphere, 30 m, on cdse only.</source>
        <translation>sentinel-2-l2a : réflectance, 10 m, tous les 5 jours. landsat-c2-l2 : température de surface, 30 m, tous les 8 jours. sentinel-3-slstr-lst : température de surface, 1 km, tous les jours. landsat-c2-l1 : température de brillance, vue au-dessus de l’atmosphère, 30 m, sur cdse seulement.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/check_installation.py"/>
        <source>set, not shown</source>
        <translation>définie, non affichée</translation>
    </message>
    <message>
        <location filename="../../processing/vegetation/zone_statistics.py"/>
        <source>share_above needs a threshold: give THRESHOLD, in the unit of the raster.</source>
        <translation>share_above demande un seuil : donnez THRESHOLD, dans l’unité du raster.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>solar potential</source>
        <translation>potentiel solaire</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>surface heat island</source>
        <translation>îlot de chaleur de surface</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>too few modules fit</source>
        <translation>trop peu de modules y tiennent</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>too little room between obstacles</source>
        <translation>trop peu de place entre les obstacles</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>too little sun</source>
        <translation>trop peu de soleil</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>too steep</source>
        <translation>trop pentu</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>turned away from the sun</source>
        <translation>se détourne du soleil</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>vegetated_border when empty: the vegetation around the town; equal_ring: a ring as large as the town; land_cover: everything that is not built up; zones: your own polygons.</source>
        <translation>vegetated_border si vide : la végétation autour de la ville ; equal_ring : un anneau aussi grand que la ville ; land_cover : tout ce qui n’est pas bâti ; zones : vos propres polygones.</translation>
    </message>
    <message>
        <location filename="../../processing/heat/heat_island.py"/>
        <source>vegetated_border: the vegetation around the town; equal_ring: a ring as large as the town; land_cover: everything that is not built up; zones: your own polygons.</source>
        <translation>vegetated_border : la végétation autour de la ville ; equal_ring : un anneau aussi grand que la ville ; land_cover : tout ce qui n’est pas bâti ; zones : vos propres polygones.</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>vegetation</source>
        <translation>végétation</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>vegetation bordering the town</source>
        <translation>végétation en bordure de la ville</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>{count} blocks</source>
        <translation>{count} secteurs</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>{count} dates from {first} to {last}</source>
        <translation>{count} dates du {first} au {last}</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>{count} more places: see the column obligation of the layers.</source>
        <translation>{count} autres lieux : voir la colonne obligation des couches.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>{count} places; {mwh} in a mean year, {p90} are passed in nine years of ten (P90).</source>
        <translation>{count} lieux ; {mwh} en une année moyenne, {p90} sont dépassés neuf années sur dix (P90).</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>{count} residents.</source>
        <translation>{count} habitants.</translation>
    </message>
    <message>
        <location filename="../../processing/sheets.py"/>
        <source>{interval} (90 % interval).</source>
        <translation>{interval} (intervalle à 90 %).</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>{interval} (90 % interval). Sealed ground against the reference, median of {count} dates.</source>
        <translation>{interval} (intervalle à 90 %). Sols imperméabilisés par rapport à la référence, médiane de {count} dates.</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <location filename="../../processing/wording.py"/>
        <source>{low} to {high}</source>
        <translation>{low} à {high}</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>{low} to {high} (90 % interval). Strong, 6 K and more: {share}. Built-up area: {area} km².</source>
        <translation>{low} à {high} (intervalle à 90 %). Fort, 6 K et plus : {share}. Zone bâtie : {area} km².</translation>
    </message>
    <message>
        <location filename="../../processing/headlines.py"/>
        <source>{low} to {high} (90 % interval); {share} of {total} residents, by the mean of their block.</source>
        <translation>{low} à {high} (intervalle à 90 %) ; {share} de {total} habitants, d’après la moyenne de leur secteur.</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>{output}: {path} cannot be written. Choose a folder where you may write.</source>
        <translation>{output} : {path} ne peut être écrit. Choisissez un dossier où vous avez le droit d’écrire.</translation>
    </message>
    <message>
        <location filename="../../processing/solar_words.py"/>
        <source>{p90} are passed in nine years of ten (P90). {each} kWh per kWp.</source>
        <translation>{p90} sont dépassés neuf années sur dix (P90). {each} kWh par kWc.</translation>
    </message>
    <message>
        <location filename="../../processing/values.py"/>
        <source>{parameter}: the layer {layer} cannot be read. Save it as a GeoPackage first.</source>
        <translation>{parameter} : la couche {layer} est illisible. Enregistrez-la d’abord en GeoPackage.</translation>
    </message>
    <message>
        <location filename="../../processing/values.py"/>
        <source>{parameter}: the layer {layer} is not a raster file. Save it as a GeoTIFF (right-click ▸ Export ▸ Save As…) and choose that file.</source>
        <translation>{parameter} : la couche {layer} n’est pas un fichier raster. Enregistrez-la en GeoTIFF (clic droit ▸ Exporter ▸ Enregistrer sous…) et choisissez ce fichier.</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>{parameter}: {path} cannot be read as a layer. It may be damaged, incomplete or of another format: open it in QGIS or fetch it again.</source>
        <translation>{parameter} : {path} ne peut être lu comme une couche. Il est peut-être abîmé, incomplet ou d’un autre format : ouvrez-le dans QGIS ou récupérez-le de nouveau.</translation>
    </message>
    <message>
        <location filename="../../processing/algorithm.py"/>
        <source>{path} is an input of this run: choose another output.</source>
        <translation>{path} est une entrée de ce calcul : choisissez une autre sortie.</translation>
    </message>
    <message>
        <location filename="../../processing/territory/city_diagnosis.py"/>
        <source>{title} – headline figures</source>
        <translation>{title} – chiffres clés</translation>
    </message>
    <message>
        <location filename="../../processing/wording.py"/>
        <source>{value} MWp</source>
        <translation>{value} MWc</translation>
    </message>
    <message>
        <location filename="../../processing/styling.py"/>
        <source>{value} and above</source>
        <translation>{value} et plus</translation>
    </message>
    <message>
        <location filename="../../processing/wording.py"/>
        <source>{value} kWp</source>
        <translation>{value} kWc</translation>
    </message>
</context>
<context>
    <name>UrbanThinkEngine</name>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>A file cannot be read or written: {reason}.</source>
        <translation>Un fichier ne peut être lu ou écrit : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>A file of {scene} is damaged.</source>
        <translation>Un fichier de {scene} est abîmé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>A file of {scene} is no longer where its catalogue says (dead link).</source>
        <translation>Un fichier de {scene} n’est plus là où son catalogue le dit (lien mort).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/epw.py"/>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>A line of {name} cannot be read: {why}.</source>
        <translation>Une ligne de {name} est illisible : {why}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>A pixel of {size} m makes no sense here.</source>
        <translation>Un pixel de {size} m n’a pas de sens ici.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>A recipe is a JSON file {{"parameters": {{"LST": ["temperature.tif"], …}}}}.</source>
        <translation>Une recette est un fichier JSON {{"parameters": {{"LST": ["temperature.tif"], …}}}}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/production.py"/>
        <source>A string shading factor of {factor} makes no sense.</source>
        <translation>Un facteur d’ombrage des chaînes de {factor} n’a pas de sens.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>Add dates of clear days, or lower MIN_DATES; the warnings tell why dates were left out.</source>
        <translation>Ajoutez des dates de temps clair, ou abaissez MIN_DATES ; les avertissements disent pourquoi des dates ont été écartées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Add dates of clear summer days, or lower MIN_DATES and read the result with care.</source>
        <translation>Ajoutez des dates d’été par temps clair, ou abaissez MIN_DATES et lisez le résultat avec prudence.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Asking the catalogue</source>
        <translation>Interrogation du catalogue</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>Assign it in QGIS: Raster ▸ Projections ▸ Assign Projection.</source>
        <translation>Attribuez-le dans QGIS : Raster ▸ Projections ▸ Assigner une projection.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>Assign it in QGIS: Vector ▸ Data Management Tools ▸ Define Projection.</source>
        <translation>Attribuez-le dans QGIS : Vecteur ▸ Outils de gestion de données ▸ Définir la projection.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>BANDS names the {role} band twice.</source>
        <translation>BANDS nomme deux fois la bande {role}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>BANDS names {told} bands, but {path} has {count}.</source>
        <translation>BANDS nomme {told} bandes, mais {path} en a {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>BANDS: '{name}' is no band name that is known.</source>
        <translation>BANDS : « {name} » n’est pas un nom de bande connu.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>BANDS: {path} has no band number '{number}'.</source>
        <translation>BANDS : {path} n’a pas de bande numéro « {number} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>BUILDINGS has no column {column}.</source>
        <translation>BUILDINGS n’a pas de colonne {column}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Bands used: {bands}.</source>
        <translation>Bandes utilisées : {bands}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Bring them into one system, or run them one by one.</source>
        <translation>Ramenez-les à un même système, ou traitez-les un par un.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings in holes of the surface model: {count}.</source>
        <translation>Bâtiments dans des trous du modèle de surface : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings on which nothing plane was found: {count}.</source>
        <translation>Bâtiments sur lesquels aucun pan de toit n’a été trouvé : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings only in part on the surface model: {count}.</source>
        <translation>Bâtiments couverts en partie seulement par le modèle de surface : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings outside the surface model: {count}.</source>
        <translation>Bâtiments hors du modèle de surface : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings that do not stand out of the surface model: {count}.</source>
        <translation>Bâtiments qui ne dépassent pas du modèle de surface : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Buildings too small to show a roof plane: {count}.</source>
        <translation>Bâtiments trop petits pour montrer un pan de toit : {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/composite.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>COMPOSITE is '{method}'.</source>
        <translation>COMPOSITE vaut « {method} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/obligations.py"/>
        <source>Canopies with panels over {share} % of the car park ({required} m²), due {deadline} ({article}; to be verified).</source>
        <translation>Ombrières avec panneaux sur {share} % du parking ({required} m²), échéance {deadline} ({article} ; à vérifier).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/grid.py"/>
        <source>Check that all layers cover the same place and that their coordinate reference systems are right.</source>
        <translation>Vérifiez que toutes les couches couvrent le même lieu et que leurs systèmes de coordonnées sont justes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Check that both layers cover the same place and that their coordinate reference systems are right.</source>
        <translation>Vérifiez que les deux couches couvrent le même lieu et que leurs systèmes de coordonnées de référence sont justes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>Check that both layers cover the same place and that their reference systems are right.</source>
        <translation>Vérifiez que les deux couches couvrent le même lieu et que leurs systèmes de coordonnées sont justes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>Check that it opens in QGIS.</source>
        <translation>Vérifiez qu’elle s’ouvre dans QGIS.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>Check that it opens in QGIS; if it was downloaded or copied, do it again.</source>
        <translation>Vérifiez qu’il s’ouvre dans QGIS ; s’il a été téléchargé ou copié, recommencez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Check that the cloud and the buildings are of the same place and in the same reference system.</source>
        <translation>Vérifiez que le nuage de points et les bâtiments sont du même lieu et dans le même système de coordonnées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/windows.py"/>
        <source>Check that the right file was chosen and that its "no data" value is right.</source>
        <translation>Vérifiez que le bon fichier a été choisi et que sa valeur « sans donnée » est juste.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Check that the surface model shows roofs in 0.5 to 1 m pixels.</source>
        <translation>Vérifiez que le modèle de surface montre les toits, avec des pixels de 0,5 à 1 m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Check that the urban layer covers the same place, and the class numbers of the land cover.</source>
        <translation>Vérifiez que la couche urbaine couvre le même lieu, ainsi que les numéros de classe de l’occupation du sol.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>Check the address: it is that of the API, often ending in /v1.</source>
        <translation>Vérifiez l’adresse : c’est celle de l’API, elle finit souvent par /v1.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Check the area, the dates and the bands; if they are right, please report it.</source>
        <translation>Vérifiez l’emprise, les dates et les bandes ; si elles sont justes, signalez-le.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Check the connection and run it again: what arrived whole is kept.</source>
        <translation>Vérifiez la connexion et relancez : ce qui est arrivé entier est gardé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Check the connection and try again later: what was downloaded is kept.</source>
        <translation>Vérifiez la connexion et réessayez plus tard : ce qui a été téléchargé est gardé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>Check the network and the proxy, then install again; or use a folder of wheels.</source>
        <translation>Vérifiez le réseau et le proxy, puis relancez l’installation ; ou utilisez un dossier de paquets.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>Check the path and its permissions, and that the disk is connected.</source>
        <translation>Vérifiez le chemin et ses droits, et que le disque est connecté.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>Check the path and the permissions.</source>
        <translation>Vérifiez le chemin et les droits d’accès.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/containers.py"/>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>Check the path.</source>
        <translation>Vérifiez le chemin.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Check the proxy in QGIS (Settings ▸ Options ▸ Network) or HTTPS_PROXY.</source>
        <translation>Vérifiez le serveur mandataire dans QGIS (Préférences ▸ Options ▸ Réseau) ou HTTPS_PROXY.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Check them in the dashboard of the Copernicus Data Space; a client may have expired: create a new one.</source>
        <translation>Vérifiez-les dans le tableau de bord de Copernicus Data Space ; un client peut avoir expiré : créez-en un nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>Checking the radiometry of the scenes</source>
        <translation>Vérification de la radiométrie des scènes</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Checking the reflectance</source>
        <translation>Contrôle de la réflectance</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Chimneys, windows and other obstacles leave too little room on this roof.</source>
        <translation>Cheminées, fenêtres et autres obstacles laissent trop peu de place sur ce toit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Chimneys, windows and other obstacles leave too little room on {area_m2} m².</source>
        <translation>Cheminées, fenêtres et autres obstacles laissent trop peu de place sur {area_m2} m².</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Choose a .las, .laz or .copc.laz file, or a text file .xyz of x, y and z.</source>
        <translation>Choisissez un fichier .las, .laz ou .copc.laz, ou un fichier texte .xyz de x, y et z.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>Choose a folder where you may write.</source>
        <translation>Choisissez un dossier où vous avez le droit d’écrire.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>Choose a layer of polygons.</source>
        <translation>Choisissez une couche de polygones.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>Choose a layer with polygons.</source>
        <translation>Choisissez une couche contenant des polygones.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Choose a period that has begun; today is {today}.</source>
        <translation>Choisissez une période qui a commencé ; nous sommes le {today}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>Choose a reflectance image, surface temperatures, an AREA with START and END to fetch them, a DSM with BUILDINGS or GROUND, or a RECIPE that names them.</source>
        <translation>Choisissez une image de réflectance, des températures de surface, une AREA avec START et END pour les télécharger, un DSM avec BUILDINGS ou GROUND, ou une RECIPE qui les nomme.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Choose a smaller area or a larger pixel.</source>
        <translation>Choisissez une emprise plus petite ou un pixel plus grand.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>Choose a smaller area, a shorter period, fewer bands or a larger pixel, or allow more.</source>
        <translation>Choisissez une emprise plus petite, une période plus courte, moins de bandes ou un pixel plus grand, ou autorisez davantage.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>Choose a smaller area, a shorter period, fewer bands or a larger pixel, or the source planetary-computer.</source>
        <translation>Choisissez une emprise plus petite, une période plus courte, moins de bandes ou un pixel plus grand, ou la source planetary-computer.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Choose a smaller area, or a thinned cloud.</source>
        <translation>Choisissez une emprise plus petite, ou un nuage de points allégé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Choose a time stack, or one raster per date.</source>
        <translation>Choisissez une série temporelle, ou un raster par date.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>Choose among its bands.</source>
        <translation>Choisissez parmi ses bandes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/process.py"/>
        <source>Choose among these bands.</source>
        <translation>Choisissez parmi ces bandes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Choose among {known}.</source>
        <translation>Choisissez parmi {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Choose an area inside it, or leave the area empty.</source>
        <translation>Choisissez une emprise à l’intérieur, ou laissez l’emprise vide.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/maps.py"/>
        <source>Choose an area where it has values.</source>
        <translation>Choisissez une emprise où il a des valeurs.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Choose another area, or leave AREA empty.</source>
        <translation>Choisissez une autre emprise, ou laissez AREA vide.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Choose another file.</source>
        <translation>Choisissez un autre fichier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>Choose another folder.</source>
        <translation>Choisissez un autre dossier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Choose fewer bands, a shorter period, or the composite monthly.</source>
        <translation>Choisissez moins de bandes, une période plus courte, ou le composite monthly.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Choose it in the parameter for the system of the point cloud (LiDAR HD: EPSG:2154).</source>
        <translation>Choisissez-le dans le paramètre du SCR du nuage de points (LiDAR HD : EPSG:2154).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Choose landsat-c2-l2 or sentinel-3-slstr-lst.</source>
        <translation>Choisissez landsat-c2-l2 ou sentinel-3-slstr-lst.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/read.py"/>
        <source>Choose one of its bands.</source>
        <translation>Choisissez l’une de ses bandes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>Choose one of these, or another source.</source>
        <translation>Choisissez-en une, ou une autre source.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <location filename="../../urbanthink_plugin/engine/solar/panels/rules.py"/>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Choose one of {known}.</source>
        <translation>Choisissez parmi {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Choose other files.</source>
        <translation>Choisissez d’autres fichiers.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>Choose the column that says ground or parking.</source>
        <translation>Choisissez la colonne qui dit ground (terrain) ou parking.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>Choose the source planetary-computer: it needs no account. The collection landsat-c2-l1 is here, but it is the temperature as seen above the atmosphere.</source>
        <translation>Choisissez la source planetary-computer, qui ne demande pas de compte. La collection landsat-c2-l1 est disponible ici, mais c’est la température vue au-dessus de l’atmosphère.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Classifying</source>
        <translation>Classement</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Close other programs, or run on a smaller area or with fewer workers.</source>
        <translation>Fermez d’autres programmes, ou relancez sur une zone plus petite ou avec moins de fils d’exécution.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Composing the scenes</source>
        <translation>Composition des scènes</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Compositing the dates</source>
        <translation>Composition des dates</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/blocks.py"/>
        <location filename="../../urbanthink_plugin/engine/raster/write.py"/>
        <source>Computing</source>
        <translation>Calcul</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Computing indices</source>
        <translation>Calcul des indices</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/containers.py"/>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>Copy or download it again.</source>
        <translation>Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Correct URBANTHINK_SH_TOKEN_URL.</source>
        <translation>Corrigez URBANTHINK_SH_TOKEN_URL.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>Correct it, or leave KIND empty to take everything as ground.</source>
        <translation>Corrigez-la, ou laissez KIND vide pour tout prendre comme terrain.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>Correct or empty the field in Settings ▸ Options ▸ UrbanThink.</source>
        <translation>Corrigez ou videz le champ dans Préférences ▸ Options ▸ UrbanThink.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>Correct the variable or remove it.</source>
        <translation>Corrigez la variable ou supprimez-la.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Create one in its dashboard, store id and secret in a QGIS authentication configuration and choose it as AUTH, or set SH_CLIENT_ID and SH_CLIENT_SECRET; planetary-computer and earth-search need no account.</source>
        <translation>Créez-en un dans son tableau de bord, enregistrez l’identifiant et le secret dans une configuration d’authentification de QGIS et choisissez-la dans AUTH, ou définissez SH_CLIENT_ID et SH_CLIENT_SECRET ; planetary-computer et earth-search ne demandent pas de compte.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Doubtful radiometric offset in {path}: {negative} % of its visible pixels are negative, dense vegetation has a red reflectance of {red} (0 to 0.10 is normal).</source>
        <translation>Décalage radiométrique douteux dans {path} : {negative} % de ses pixels visibles sont négatifs, la végétation dense a une réflectance rouge de {red} (0 à 0,10 est normal).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Doubtful radiometric offset in {path}: {negative} % of the visible pixels are negative, dense vegetation has a red reflectance of {red} (0 to 0.10 is normal).</source>
        <translation>Décalage radiométrique douteux dans {path} : {negative} % des pixels visibles sont négatifs, la végétation dense a une réflectance rouge de {red} (de 0 à 0,10 est normal).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/radiometry.py"/>
        <source>Doubtful radiometric offset in {scene}: {negative} % of its visible pixels are negative, its vegetation has a red reflectance of {red} (0 to 0.10 is normal).</source>
        <translation>Décalage radiométrique douteux dans {scene} : {negative} % de ses pixels visibles sont négatifs, sa végétation a une réflectance rouge de {red} (0 à 0,10 est normal).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/climatology.py"/>
        <source>Download a typical year for the place from PVGIS ({url}: Typical meteorological year, TMY, csv) and give it as weather.</source>
        <translation>Téléchargez une année météo type du lieu depuis PVGIS ({url} : Typical meteorological year, TMY, csv) et donnez-la comme météo.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/sen3.py"/>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>Download it again.</source>
        <translation>Téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>Download it again; do not save it from a spreadsheet.</source>
        <translation>Téléchargez-le à nouveau ; ne l’enregistrez pas depuis un tableur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Download or copy it again.</source>
        <translation>Téléchargez-le ou copiez-le à nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <source>Download the Level-2A product of the same date, or use fetch_sentinel2.</source>
        <translation>Téléchargez le produit de niveau 2A de la même date, ou utilisez fetch_sentinel2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>Download the file again, or give another year: sums over gaps are too low.</source>
        <translation>Téléchargez le fichier à nouveau, ou donnez une autre année : avec des lacunes, les sommes sont trop basses.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>Downloaded {megabytes} MB in {requests} requests, {units} processing units; {cached} MB came from the cache.</source>
        <translation>{megabytes} Mo téléchargés en {requests} requêtes, {units} unités de traitement ; {cached} Mo venaient du cache.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>Downloading imagery: {done} of {total} tiles, {megabytes} MB</source>
        <translation>Téléchargement des images : {done} tuiles sur {total}, {megabytes} Mo</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>Draw it on the map, or add [EPSG:…].</source>
        <translation>Dessinez-la sur la carte, ou ajoutez [EPSG:…].</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/demo/jobs.py"/>
        <source>Drawing streets and buildings</source>
        <translation>Dessin des rues et des bâtiments</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>ENCODING is '{encoding}'.</source>
        <translation>ENCODING vaut « {encoding} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>EVI has no data outside −1 … 1.5: over bright cloud and roofs its denominator vanishes.</source>
        <translation>EVI est sans donnée hors de −1 … 1,5 : sur les nuages et les toits très clairs, son dénominateur s’annule.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Estimating what the scenes take</source>
        <translation>Estimation du coût des scènes</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>Every line must begin with x, y and z as numbers, without a heading.</source>
        <translation>Chaque ligne doit commencer par x, y et z en nombres, sans en-tête.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/dates.py"/>
        <source>Exchange the two dates.</source>
        <translation>Échangez les deux dates.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Faces away from the sun: slope {slope_deg}°, azimuth {azimuth_deg}°.</source>
        <translation>Tourne le dos au soleil : pente {slope_deg}°, azimut {azimuth_deg}°.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Finding roof planes</source>
        <translation>Recherche des pans de toit</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>Finding where the passes lie</source>
        <translation>Recherche de la place des passages</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>Free some space or choose an output on another disk, then run it again.</source>
        <translation>Libérez de la place ou choisissez une sortie sur un autre disque, puis relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>Free some space or choose another folder.</source>
        <translation>Libérez de la place ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cache.py"/>
        <source>Free some space, or set URBANTHINK_CACHE to a folder on another disk; what was downloaded is kept.</source>
        <translation>Libérez de la place, ou donnez dans URBANTHINK_CACHE un dossier d’un autre disque ; ce qui a été téléchargé est gardé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>GROUND has no column {column}.</source>
        <translation>GROUND n’a pas de colonne {column}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Give 1 or more; 3 is the least that means anything.</source>
        <translation>Donnez 1 ou plus ; 3 est le minimum qui ait un sens.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Give 200 m or more.</source>
        <translation>Donnez 200 m ou plus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>Give CATALOG_URL, for example https://example.org/stac/v1.</source>
        <translation>Donnez CATALOG_URL, par exemple https://example.org/stac/v1.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>Give THRESHOLD, in the unit of the raster.</source>
        <translation>Donnez THRESHOLD, dans l’unité du raster.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>Give a PVGIS typical year (TMY) or hourly series as csv or json, or an EPW file.</source>
        <translation>Donnez une année météo type (TMY) ou une série horaire de PVGIS en csv ou json, ou un fichier EPW.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Give a RESOLUTION from 1 to 10 000 m.</source>
        <translation>Donnez une RESOLUTION de 1 à 10 000 m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>Give a Sentinel-2 SAFE or Sentinel-3 SEN3 folder or zip, a Landsat Collection-2 folder or tar, or a GeoTIFF.</source>
        <translation>Donnez un dossier ou un zip SAFE de Sentinel-2 ou SEN3 de Sentinel-3, un dossier ou un tar Landsat Collection 2, ou un GeoTIFF.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Give a percentage from 0 to 100.</source>
        <translation>Donnez un pourcentage de 0 à 100.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>Give a product SL_2_LST of SLSTR.</source>
        <translation>Donnez un produit SL_2_LST de SLSTR.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Give a share between 0 and 1; towns have 0.2.</source>
        <translation>Donnez une part entre 0 et 1 ; les villes ont 0,2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Give a surface model (DSM) or a point cloud (POINTS).</source>
        <translation>Donnez un modèle de surface (DSM) ou un nuage de points (POINTS).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>Give a temperature raster (Landsat: the band ST_B10), or convert it to kelvin first.</source>
        <translation>Donnez un raster de température (Landsat : la bande ST_B10), ou convertissez-le d’abord en kelvins.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/production.py"/>
        <source>Give a value from {minimum} (each module for itself) to {maximum} (cautious).</source>
        <translation>Donnez une valeur de {minimum} (chaque module pour lui-même) à {maximum} (prudent).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Give kelvin, or a Landsat band ST_B10 under its own name; heat_island takes degrees Celsius as they are.</source>
        <translation>Donnez des kelvins, ou une bande Landsat ST_B10 sous son propre nom ; heat_island prend les degrés Celsius tels quels.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>Give one year, or several whole years one after the other.</source>
        <translation>Donnez une année, ou plusieurs années entières à la suite.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Give the surface model (DSM), which holds roofs and trees.</source>
        <translation>Donnez le modèle de surface (MNS), qui contient les toits et les arbres.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Give the urban area (URBAN), or a land cover with its urban classes.</source>
        <translation>Donnez la zone urbaine (URBAN), ou une occupation du sol avec ses classes urbaines.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>Give the weather of the place itself.</source>
        <translation>Donnez la météo du lieu lui-même.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Give them as RURAL_ZONES.</source>
        <translation>Donnez-les dans RURAL_ZONES.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>Give xmin,xmax,ymin,ymax with xmin &lt; xmax and ymin &lt; ymax.</source>
        <translation>Donnez xmin,xmax,ymin,ymax avec xmin &lt; xmax et ymin &lt; ymax.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Good sun: {irradiation} kWh/m² a year; {modules} modules fit.</source>
        <translation>Bon ensoleillement : {irradiation} kWh/m² par an ; {modules} modules y tiennent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Good sun: {modules} modules fit, {kwp} kWp, about {kwh_year} kWh a year.</source>
        <translation>Bon ensoleillement : {modules} modules y tiennent, {kwp} kWc, environ {kwh_year} kWh par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Half of the sloping roofs are steeper than {slope}°: the heights are probably in feet. Multiply them by 0.3048 and run it again.</source>
        <translation>La moitié des toits en pente dépasse {slope}° : les hauteurs sont probablement en pieds. Multipliez-les par 0,3048 et relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>Hourly irradiance in W/m² is needed, not daily or monthly totals.</source>
        <translation>Il faut une irradiance horaire en W/m², non des totaux journaliers ou mensuels.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>Hourly irradiance in W/m² is needed, not kW, MJ, J or daily totals.</source>
        <translation>Il faut une irradiance horaire en W/m², non des kW, MJ, J ou totaux journaliers.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>IBI is computed with its three components shifted by 1, because the raw form is singular.</source>
        <translation>IBI est calculé avec ses trois composantes décalées de 1, car sa forme brute est singulière.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>If the band is there under another name, tell all band names in file order with BANDS (for example B02,B03,B04,B08), or some by number (B04=3,B08=7). Otherwise leave {index} out.</source>
        <translation>Si la bande existe sous un autre nom, donnez tous les noms dans l’ordre du fichier avec BANDS (par exemple B02,B03,B04,B08), ou certains par leur numéro (B04=3,B08=7). Sinon, renoncez à {index}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>If your organisation inspects traffic, point REQUESTS_CA_BUNDLE to its certificate file.</source>
        <translation>Si votre organisation inspecte le trafic, donnez dans REQUESTS_CA_BUNDLE son fichier de certificats.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Import the product under its own name (it tells the processing baseline), or write scale and offset into the file.</source>
        <translation>Importez le produit sous son propre nom (il dit la version de traitement), ou écrivez échelle et décalage dans le fichier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/landsat.py"/>
        <source>Import them one by one.</source>
        <translation>Importez-les un par un.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>In PVGIS take “Typical meteorological year” (TMY) as csv, or hourly data with slope 0 and “Radiation components” ticked.</source>
        <translation>Dans PVGIS, prenez l’année météo type (« Typical meteorological year », TMY) en csv, ou les données horaires avec une pente de 0 et les composantes du rayonnement (« Radiation components ») cochées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>In QGIS: Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run {command}</source>
        <translation>Dans QGIS : Préférences ▸ Options ▸ UrbanThink ▸ Installer le moteur d’analyse ; ailleurs, exécutez {command}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>In place of {service} a web page answered: a login portal or proxy stands in between.</source>
        <translation>À la place de {service}, une page web a répondu : un portail de connexion ou un serveur mandataire s’interpose.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/climatology.py"/>
        <source>In the months {months} the irradiation of the table is more than clear skies give; it is cut to them.</source>
        <translation>Pour les mois {months}, le rayonnement de la table dépasse celui d’un ciel clair ; il y est ramené.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>In {count} of {total} zones valid cells cover less than {share} % of the area: they have no statistics.</source>
        <translation>Dans {count} zones sur {total}, les cellules valides couvrent moins de {share} % de la surface : elles n’ont pas de statistiques.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>In {name} direct and diffuse irradiance add up to {bias} % beside the global irradiance of the year ({rms} W/m² in a typical hour): the yield of tilted planes is uncertain by as much.</source>
        <translation>Dans {name}, la somme du rayonnement direct et du diffus s’écarte de {bias} % du rayonnement global de l’année ({rms} W/m² pour une heure courante) : la production des plans inclinés est incertaine d’autant.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>Install Python from python.org, make an environment with it and name it in URBANTHINK_PYTHON.</source>
        <translation>Installez Python depuis python.org, créez-en un environnement et désignez-le dans URBANTHINK_PYTHON.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>Install the analysis engine again with a newer Python.</source>
        <translation>Réinstallez le moteur d’analyse avec un Python plus récent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/climatology.py"/>
        <source>Irradiation: {osf}, quarterly totals of the surrounding communes; their split into months is derived, not published. Hours: {rt}, zone {zone} ({station}).</source>
        <translation>Rayonnement : {osf}, totaux trimestriels des communes alentour ; leur répartition en mois est déduite, non publiée. Heures : {rt}, zone {zone} ({station}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>It reaches {width} m from the edge of the city.</source>
        <translation>Elle s’étend jusqu’à {width} m du bord de la ville.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>Its bands are numbered from 1 to {count}.</source>
        <translation>Ses bandes sont numérotées de 1 à {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Its footprint alone would suggest about {kwp} kWp ({ratio} m² of modules per m²); that is a rule of thumb and is not counted.</source>
        <translation>Son emprise seule laisserait attendre environ {kwp} kWc ({ratio} m² de modules par m²) ; ce n’est qu’un ordre de grandeur, non compté.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/radiometry.py"/>
        <source>Its metadata and its pixels contradict one another: use another source, or leave this date out.</source>
        <translation>Ses métadonnées et ses pixels se contredisent : prenez une autre source, ou laissez cette date de côté.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Land cover of the reference, by class: {mix}.</source>
        <translation>Occupation du sol de la référence, par classe : {mix}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/layout_jobs.py"/>
        <source>Laying modules</source>
        <translation>Pose des modules</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>Leave the band out, or use another source.</source>
        <translation>Laissez cette bande de côté, ou prenez une autre source.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Left out because they lie outside the surface model: {count} of {all} buildings.</source>
        <translation>Laissés de côté car hors du modèle de surface : {count} bâtiments sur {all}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Lies in a protected area.</source>
        <translation>Se trouve dans une zone protégée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Look at the processing units left in your dashboard, wait for the next month, or use planetary-computer.</source>
        <translation>Regardez dans votre tableau de bord les unités de traitement restantes, attendez le mois prochain, ou utilisez planetary-computer.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/composite.py"/>
        <source>Looking for the clearest dates</source>
        <translation>Recherche des dates les plus claires</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Looking for the reference</source>
        <translation>Recherche de la référence</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>MAX_CLOUD is {value}.</source>
        <translation>MAX_CLOUD vaut {value}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>MIN_DATES is {count}.</source>
        <translation>MIN_DATES vaut {count}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Mean elevation of the reference: {elevation} m.</source>
        <translation>Altitude moyenne de la référence : {elevation} m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Mean irradiation of the area: {value} kWh/m² a year.</source>
        <translation>Rayonnement moyen de l’emprise : {value} kWh/m² par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>Measuring zones</source>
        <translation>Mesure des zones</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Modest sun: about {kwh_per_kwp} kWh a year per kWp.</source>
        <translation>Ensoleillement modeste : environ {kwh_per_kwp} kWh par an et par kWc.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Modest sun: {irradiation} kWh/m² a year.</source>
        <translation>Ensoleillement modeste : {irradiation} kWh/m² par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Much of this roof is turned away from the sun: {best_percent} % of the light of the best roof here.</source>
        <translation>Une grande partie de ce toit se détourne du soleil : {best_percent} % de la lumière du meilleur toit d’ici.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>NDBI is exactly the opposite of NDMI.</source>
        <translation>NDBI est exactement l’opposé de NDMI.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>NDWI is McFeeters' open-water index (1996); Gao's leaf-water NDWI is NDMI here.</source>
        <translation>NDWI est l’indice d’eau libre de McFeeters (1996) ; le NDWI de Gao, teneur en eau des feuilles, s’appelle ici NDMI.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>Name each band once.</source>
        <translation>Nommez chaque bande une seule fois.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>Name every band in file order, or only some with their numbers, for example B04=3,B08=7.</source>
        <translation>Nommez toutes les bandes dans l’ordre du fichier, ou seulement certaines avec leur numéro, par exemple B04=3,B08=7.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Name every band in file order; write - for one that is not needed.</source>
        <translation>Nommez chaque bande dans l’ordre du fichier ; écrivez - pour une bande inutile.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Name its bands in file order with BANDS (for example B02,B03,B04,B08), or set SENSOR to temperature.</source>
        <translation>Nommez ses bandes dans l’ordre du fichier avec BANDS (par exemple B02,B03,B04,B08), ou réglez SENSOR sur temperature.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/solar.py"/>
        <source>No BUILDINGS are given: the sun on roofs is left out.</source>
        <translation>BUILDINGS n’est pas donné : le potentiel solaire des toits est omis.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>No DSM with BUILDINGS or GROUND is given: the sun is left out.</source>
        <translation>Aucun DSM avec BUILDINGS ou GROUND n’est donné : le potentiel solaire est omis.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/solar.py"/>
        <source>No GROUND is given: the sun on car parks and land is left out.</source>
        <translation>GROUND n’est pas donné : le potentiel solaire des parkings et des terrains est omis.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>No LST is given: the heat island is left out.</source>
        <translation>Aucune température (LST) n’est donnée : l’îlot de chaleur est omis.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>No OAuth client of the Copernicus Data Space was given.</source>
        <translation>Aucun client OAuth de Copernicus Data Space n’a été donné.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>No Python {needed} or newer was found in {folder}.</source>
        <translation>Aucun Python {needed} ou plus récent n’a été trouvé dans {folder}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>No REFLECTANCE is given: the vegetation is left out.</source>
        <translation>Aucune réflectance (REFLECTANCE) n’est donnée : la végétation est omise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>No ZONES are given: nothing is told by block.</source>
        <translation>Aucune zone (ZONES) n’est donnée : rien n’est dit par secteur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>No building lies on the surface model.</source>
        <translation>Aucun bâtiment ne se trouve sur le modèle de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>No building stands out of the surface model: {share} % of the footprints are level with the ground round them. It is probably a terrain model (DTM).</source>
        <translation>Aucun bâtiment ne dépasse dans le modèle de surface : {share} % des emprises sont au niveau du sol qui les entoure. C’est sans doute un modèle de terrain (MNT).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>No elevation is given: relief is not controlled for.</source>
        <translation>Aucune altitude n’est donnée : l’effet du relief n’est pas contrôlé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>No heights here: nothing can be said about this roof.</source>
        <translation>Pas de hauteurs ici : on ne peut rien dire de ce toit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/climatology.py"/>
        <source>No hourly weather of the overseas departments is at hand: hours follow a clear sky and the order of days of {station}, with its wind and daily swing of temperature. Totals hold, east and west are weaker: give a PVGIS file for better results.</source>
        <translation>Il n’y a pas de météo horaire des départements d’outre-mer : les heures suivent un ciel clair et la succession des jours de {station}, avec son vent et son amplitude journalière de température. Les totaux tiennent, l’est et l’ouest sont moins sûrs : donnez un fichier PVGIS pour de meilleurs résultats.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>No pixel of the temperature raster is urban.</source>
        <translation>Aucun pixel du raster de température n’est urbain.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>No point of {name} lies in the area.</source>
        <translation>Aucun point de {name} ne se trouve dans l’emprise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>No polygon lies on the surface model.</source>
        <translation>Aucun polygone ne se trouve sur le modèle de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>No roof plane was found in the surface model.</source>
        <translation>Aucun pan de toit n’a été trouvé dans le modèle de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>No roof plane was found on any building.</source>
        <translation>Aucun pan de toit n’a été trouvé, sur aucun bâtiment.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>No scene of {collection} from {start} to {end} has at most {limit} % cloud; {count} have more, the clearest {least} %.</source>
        <translation>Aucune scène de {collection} du {start} au {end} n’a au plus {limit} % de nuages ; {count} en ont davantage, la plus claire {least} %.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>No spectral index is called '{name}'.</source>
        <translation>Aucun indice spectral ne s’appelle « {name} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>No spectral index was chosen.</source>
        <translation>Aucun indice spectral n’a été choisi.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>No statistic is called '{name}'.</source>
        <translation>Aucune statistique ne s’appelle « {name} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>No temperature raster is given.</source>
        <translation>Aucun raster de température n’est donné.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>No urban area reaches {area} km²: all of them together are taken as the city.</source>
        <translation>Aucune zone urbaine n’atteint {area} km² : leur ensemble est pris comme la ville.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>No zone overlaps the raster {path}.</source>
        <translation>Aucune zone ne recouvre le raster {path}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>None of the rasters holds a temperature: every pixel is 0 or no data.</source>
        <translation>Aucun des rasters ne contient de température : tous les pixels valent 0 ou sont sans donnée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>None of the {count} dates lies between {start} and {end}.</source>
        <translation>Aucune des {count} dates ne se situe entre {start} et {end}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>None of the {count} dates shows a clear pixel of the area.</source>
        <translation>Aucune des {count} dates ne montre un pixel clair de l’emprise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Nothing tells where the city is.</source>
        <translation>Rien n’indique où est la ville.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Nothing tells where vegetation is (LAND_COVER with VEGETATION_CLASSES): everything on the border that is neither urban nor water is taken, bare fields included, which hides part of the heat island in summer.</source>
        <translation>Rien n’indique où est la végétation (LAND_COVER avec VEGETATION_CLASSES) : tout ce qui, en bordure, n’est ni urbain ni eau est retenu, champs nus compris, ce qui masque une partie de l’îlot de chaleur en été.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/sensors.py"/>
        <source>OFFSET is '{choice}', which is no number.</source>
        <translation>OFFSET vaut « {choice} », qui n’est pas un nombre.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>On Debian and Ubuntu: sudo apt install python3-venv. Then install again.</source>
        <translation>Sous Debian et Ubuntu : sudo apt install python3-venv. Puis relancez l’installation.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Only ground within {tolerance} m of the elevation of the city is compared.</source>
        <translation>Seuls les terrains à moins de {tolerance} m de l’altitude de la ville sont comparés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>Only {count} dates lie in the season '{season}', fewer than the {wanted} needed: all {all} dates of every season are used. The result is no heat island of that season.</source>
        <translation>Seules {count} dates tombent dans la saison « {season} », moins que les {wanted} nécessaires : les {all} dates, toutes saisons confondues, sont utilisées. Le résultat n’est pas l’îlot de chaleur de cette saison.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>Only {count} of {all} dates can be used; a composite needs at least {wanted}.</source>
        <translation>Seules {count} dates sur {all} sont utilisables ; une composition en demande au moins {wanted}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Open a browser, log in to the network and run it again.</source>
        <translation>Ouvrez un navigateur, connectez-vous au réseau et relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/layout_jobs.py"/>
        <source>PLANES has no column {columns}.</source>
        <translation>PLANES n’a pas de colonne {columns}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/obligations.py"/>
        <source>Panels or planting on a share of the roof that a decree sets, due {deadline}, if it is used for: {uses} ({article}; to be verified).</source>
        <translation>Panneaux ou végétalisation sur une part du toit fixée par décret, échéance {deadline}, pour les usages : {uses} ({article} ; à vérifier).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/obligations.py"/>
        <source>Panels or planting on {share} % of the roof ({required} m²) if it is built, extended or heavily renovated for: {uses} ({article}; to be verified).</source>
        <translation>Panneaux ou végétalisation sur {share} % du toit ({required} m²) en cas de construction, d’extension ou de rénovation lourde pour : {uses} ({article} ; à vérifier).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>Passes by night are left out ({count}): the heat island is that of the day.</source>
        <translation>Les passages de nuit sont laissés de côté ({count}) : l’îlot de chaleur est celui du jour.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Planetary Computer has the surface temperature itself: choose landsat-c2-l2.</source>
        <translation>Planetary Computer a la température de surface elle-même : choisissez landsat-c2-l2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Please report it with the log; your data are not at fault.</source>
        <translation>Merci de le signaler avec le journal ; vos données ne sont pas en cause.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>Polygon {number} of {count}</source>
        <translation>Polygone {number} sur {count}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/landsat.py"/>
        <source>Put the file ending in _MTL.txt, _MTL.json or _MTL.xml beside the bands under their original names, or import a Level-2 product.</source>
        <translation>Placez le fichier finissant par _MTL.txt, _MTL.json ou _MTL.xml à côté des bandes sous leurs noms d’origine, ou importez un produit de niveau 2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>Python cannot make environments here: {reason}.</source>
        <translation>Python ne peut pas créer d’environnement ici : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Raise MAX_CLOUD: clouds are masked pixel by pixel, and the area itself may be clear; or widen the period.</source>
        <translation>Augmentez MAX_CLOUD : les nuages sont masqués pixel par pixel, et l’emprise peut être claire ; ou élargissez la période.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Reading buildings and heights</source>
        <translation>Lecture des bâtiments et des hauteurs</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>Reading points</source>
        <translation>Lecture des points</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>Reading polygons and heights</source>
        <translation>Lecture des polygones et des hauteurs</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Reading the dates</source>
        <translation>Lecture des dates</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Reading the land cover</source>
        <translation>Lecture de l’occupation du sol</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Reading the product</source>
        <translation>Lecture du produit</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Reading the surface model</source>
        <translation>Lecture du modèle de surface</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/measure.py"/>
        <source>Reading the temperatures</source>
        <translation>Lecture des températures</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Reference '{reference}': {count} pixels, {area} ha.</source>
        <translation>Référence « {reference} » : {count} pixels, {area} ha.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Reflectance = value × {scale} + {offset}, as the file's metadata say.</source>
        <translation>Réflectance = valeur × {scale} + {offset}, d’après les métadonnées du fichier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Reflectance = value × {scale} + {offset}, by the sensor's table.</source>
        <translation>Réflectance = valeur × {scale} + {offset}, d’après la table du capteur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Reflectance = value × {scale} + {offset}, with the OFFSET that was told.</source>
        <translation>Réflectance = valeur × {scale} + {offset}, avec le décalage OFFSET indiqué.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Reflectance = value × {scale} + {offset}: Sentinel-2, processing baseline {baseline}.</source>
        <translation>Réflectance = valeur × {scale} + {offset} : Sentinel-2, version de traitement {baseline}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Reflectance: by the scale and offset that the bands declare.</source>
        <translation>Réflectance : d’après l’échelle et le décalage que déclarent les bandes.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>Remove it. Known are {known}.</source>
        <translation>Retirez-le. Sont connus : {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; elsewhere run {command}</source>
        <translation>Réparez-le : dans QGIS, Préférences ▸ Options ▸ UrbanThink ▸ Installer le moteur d’analyse ; ailleurs, exécutez {command}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Repair it: in QGIS, Settings ▸ Options ▸ UrbanThink ▸ Install the analysis engine; or run check_installation with INSTALL=true.</source>
        <translation>Réparez-le : dans QGIS, Préférences ▸ Options ▸ UrbanThink ▸ Installer le moteur d’analyse ; ou exécutez check_installation avec INSTALL=true.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/grid.py"/>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>Reproject it (QGIS: Raster ▸ Projections ▸ Warp), in France to EPSG:2154.</source>
        <translation>Reprojetez-la (QGIS : Raster ▸ Projections ▸ Projection), en France vers EPSG:2154.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>Reproject one of them.</source>
        <translation>Reprojetez l’un des deux.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>Run 'Check installation': the engine's Python may belong to another program.</source>
        <translation>Exécutez « Vérifier l’installation » : le Python du moteur appartient peut-être à un autre programme.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>Run it again; if it stops again, run 'Check installation' and report the last lines of the log.</source>
        <translation>Relancez ; s’il s’arrête encore, exécutez « Vérifier l’installation » et signalez les dernières lignes du journal.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>Run the check again; an antivirus scan can slow the first start down.</source>
        <translation>Relancez la vérification ; une analyse antivirus peut ralentir le premier démarrage.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>START and END are both needed.</source>
        <translation>START et END sont tous deux nécessaires.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>See the help of the algorithm for its parameters.</source>
        <translation>Consultez l’aide de l’algorithme pour ses paramètres.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Send {{"job": "domain.name", "params": {{…}}}}.</source>
        <translation>Envoyez {{"job": "domain.name", "params": {{…}}}}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Sentinel-2 Level-2A has no band {name}.</source>
        <translation>Sentinel-2 niveau 2A n’a pas de bande {name}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Sentinel-2 has no thermal band.</source>
        <translation>Sentinel-2 n’a pas de bande thermique.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Sentinel-2 products from processing baseline 04.00 on need OFFSET -1000; older or harmonised ones need OFFSET 0. Choose the one that fits and run it again.</source>
        <translation>Les produits Sentinel-2 à partir de la version de traitement 04.00 demandent OFFSET -1000 ; les plus anciens ou harmonisés, OFFSET 0. Choisissez celui qui convient et relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>Sentinel-3 temperatures come from planetary-computer or cdse; sentinel-2-l2a and landsat-c2-l2 from any source.</source>
        <translation>Les températures de Sentinel-3 viennent de planetary-computer ou de cdse ; sentinel-2-l2a et landsat-c2-l2 de n’importe quelle source.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>Set the unit to {looks}, or to auto.</source>
        <translation>Mettez l’unité à {looks}, ou à auto.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/solar.py"/>
        <source>Several buildings have the same name: their yield is not compared with their consumption.</source>
        <translation>Plusieurs bâtiments portent le même nom : leur production n’est pas comparée à leur consommation.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/obligations.py"/>
        <source>Shade over {share} % of the car park ({required} m²), of which canopies with panels over at least {canopy} m² and trees for the rest, or as much renewable energy elsewhere, due {deadline} ({article}; to be verified).</source>
        <translation>Ombrage de {share} % du parking ({required} m²), dont au moins {canopy} m² d’ombrières avec panneaux et des arbres pour le reste, ou autant d’énergie renouvelable ailleurs, échéance {deadline} ({article} ; à vérifier).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Shaded: buildings, trees or relief take {shading_percent} % of the light of this roof.</source>
        <translation>Ombragé : bâtiments, arbres ou relief prennent {shading_percent} % de la lumière de ce toit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Shaded: buildings, trees or relief take {shading_percent} % of the light.</source>
        <translation>Ombragé : bâtiments, arbres ou relief prennent {shading_percent} % de la lumière.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>Side by side: {border} K against the vegetation bordering the city, {ring} K against the equal ring.</source>
        <translation>Côte à côte : {border} K par rapport à la végétation en bordure de la ville, {ring} K par rapport à l’anneau de surface égale.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/blocks.py"/>
        <source>Start it, correct URBANTHINK_SCHEDULER, or empty it to use this machine.</source>
        <translation>Démarrez-le, corrigez URBANTHINK_SCHEDULER, ou videz-la pour utiliser cette machine.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>Straighten it (QGIS: Raster ▸ Projections ▸ Warp).</source>
        <translation>Redressez-le (QGIS : Raster ▸ Projections ▸ Projection).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>Surface heat island of the day: {value} K ({low} to {high} K, 90 % interval over {count} dates), city minus reference '{reference}'.</source>
        <translation>Îlot de chaleur de surface de jour : {value} K ({low} à {high} K, intervalle à 90 % sur {count} dates), ville moins référence « {reference} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/fetching.py"/>
        <source>Surface temperatures are not fetched: without LAND_COVER or URBAN there is nothing to compare them by.</source>
        <translation>Les températures de surface ne sont pas téléchargées : sans LAND_COVER ni URBAN, rien ne permet de les comparer.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/fetching.py"/>
        <source>Surface temperatures come from {source}: Copernicus Data Space has none of Landsat.</source>
        <translation>Les températures de surface viennent de {source} : Copernicus Data Space n’en a pas de Landsat.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Sweeping horizons</source>
        <translation>Balayage des horizons</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>Take 36, or 72 for finer shadows.</source>
        <translation>Prenez 36, ou 72 pour des ombres plus fines.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/epw.py"/>
        <source>Take the EPW file from its publisher again.</source>
        <translation>Reprenez le fichier EPW chez son éditeur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/layout_jobs.py"/>
        <source>Take the output of Roof planes, or give each plane its slope_deg and azimuth_deg.</source>
        <translation>Prenez le résultat de Pans de toit, ou donnez à chaque pan son slope_deg et son azimuth_deg.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>Temperatures are needed in °C.</source>
        <translation>Les températures doivent être en °C.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>The Copernicus Data Space has Landsat at Level 1 only, without surface temperature.</source>
        <translation>Copernicus Data Space n’a Landsat qu’au niveau 1, sans température de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/blocks.py"/>
        <source>The Dask scheduler {address} does not answer.</source>
        <translation>L’ordonnanceur Dask {address} ne répond pas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>The OFFSET that was told looks wrong for {path}: {negative} % of the visible pixels are negative, dense vegetation has a red reflectance of {red} (0 to 0.10 is normal).</source>
        <translation>Le décalage OFFSET indiqué paraît faux pour {path} : {negative} % des pixels visibles sont négatifs, la végétation dense a une réflectance rouge de {red} (de 0 à 0,10 est normal).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The UrbanThink options name {path} as the engine's Python, but there is no Python there.</source>
        <translation>Les options d’UrbanThink désignent {path} comme Python du moteur, mais il n’y a pas de Python à cet endroit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>The address of the STAC catalogue is missing or no web address: {url}.</source>
        <translation>L’adresse du catalogue STAC manque ou n’est pas une adresse web : {url}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>The address of the identity service does not begin with https://, so the secret was not sent.</source>
        <translation>L’adresse du service d’identité ne commence pas par https:// : le secret n’a pas été envoyé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The air temperature of {name} averages {mean}, which is not °C.</source>
        <translation>La température de l’air de {name} vaut {mean} en moyenne, ce ne sont pas des °C.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>The albedo is {albedo}.</source>
        <translation>L’albédo est de {albedo}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The analysis engine is not installed.</source>
        <translation>Le moteur d’analyse n’est pas installé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The analysis engine lacks the Python package {package}.</source>
        <translation>Il manque au moteur d’analyse le paquet Python {package}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The analysis engine needs {needed} GB, but only {free} GB are free in {folder}.</source>
        <translation>Le moteur d’analyse demande {needed} Go, mais seuls {free} Go sont libres dans {folder}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The analysis engine sent something that is not an answer.</source>
        <translation>Le moteur d’analyse a envoyé quelque chose qui n’est pas une réponse.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The analysis engine stopped unexpectedly (code {code}).</source>
        <translation>Le moteur d’analyse s’est arrêté de façon inattendue (code {code}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The analysis engine was killed before it had finished.</source>
        <translation>Le moteur d’analyse a été tué avant d’avoir terminé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>The answers of {service} arrive damaged.</source>
        <translation>Les réponses de {service} arrivent abîmées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/containers.py"/>
        <source>The archive {path} is damaged or incomplete.</source>
        <translation>L’archive {path} est abîmée ou incomplète.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>The area does not overlap the surface model.</source>
        <translation>L’emprise ne recouvre pas le modèle de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>The area has no coordinate reference system.</source>
        <translation>L’emprise n’a pas de système de coordonnées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The area holds more than {most} million points.</source>
        <translation>L’emprise contient plus de {most} millions de points.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>The area is empty.</source>
        <translation>L’emprise est vide.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>The area is too large: {width} × {height} km at {size} m are {count} million pixels; {most} are allowed.</source>
        <translation>L’emprise est trop grande : {width} × {height} km à {size} m font {count} millions de pixels ; {most} sont autorisés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cache.py"/>
        <source>The cache folder {folder} cannot be written: {reason}.</source>
        <translation>Le dossier de cache {folder} ne peut pas être écrit : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>The certificate of {service} is not trusted on this machine.</source>
        <translation>Cette machine ne fait pas confiance au certificat de {service}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>The class numbers {value} cannot be read.</source>
        <translation>Les numéros de classe {value} sont illisibles.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>The collection {collection} is not known for the Copernicus Data Space.</source>
        <translation>La collection {collection} n’est pas connue pour Copernicus Data Space.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>The column {column} says {found}; it may say ground or parking.</source>
        <translation>La colonne {column} dit {found} ; elle peut dire ground (terrain) ou parking.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/epw.py"/>
        <source>The dates of {name} are not those of an EPW file.</source>
        <translation>Les dates de {name} ne sont pas celles d’un fichier EPW.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>The dates of {name} are not written as PVGIS writes them.</source>
        <translation>Les dates de {name} ne sont pas écrites comme PVGIS les écrit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/demo/jobs.py"/>
        <source>The demo town {name} is in {folder}.</source>
        <translation>La ville de démonstration {name} est dans {folder}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The disk is probably full or the folder is protected: choose another place and run it again.</source>
        <translation>Le disque est sans doute plein ou le dossier protégé : choisissez un autre emplacement et relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/write.py"/>
        <source>The disk is probably full, or a limit on the size of files was reached: free some space and run it again.</source>
        <translation>Le disque est sans doute plein, ou une limite de taille de fichier est atteinte : libérez de la place et relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>The distance of shade is {distance} m.</source>
        <translation>La portée des ombres est de {distance} m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The engine has no job called {name}.</source>
        <translation>Le moteur n’a pas de tâche nommée {name}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The engine lacks the Python package {package}.</source>
        <translation>Il manque au moteur le paquet Python {package}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The engine met an error of its own: {reason}.</source>
        <translation>Le moteur a rencontré une erreur interne : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The engine's Python is version {found}; {needed} or newer is needed.</source>
        <translation>Le Python du moteur est en version {found} ; il faut {needed} ou plus récent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The engine's Python {python} did not answer within {seconds} s.</source>
        <translation>Le Python du moteur {python} n’a pas répondu en {seconds} s.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The engine's Python {python} does not start.</source>
        <translation>Le Python du moteur {python} ne démarre pas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/python.py"/>
        <source>The environment variable URBANTHINK_PYTHON points to {path}, where there is no Python.</source>
        <translation>La variable d’environnement URBANTHINK_PYTHON désigne {path}, où il n’y a pas de Python.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>The faces of this roof are too small for modules.</source>
        <translation>Les pans de ce toit sont trop petits pour des modules.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The file is damaged or incomplete: copy or download it again.</source>
        <translation>Le fichier est abîmé ou incomplet : copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The file may be cut off: download it again.</source>
        <translation>Le fichier est peut-être tronqué : téléchargez-le à nouveau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The file {path} is not a raster that can be read.</source>
        <translation>Le fichier {path} n’est pas un raster lisible.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/epw.py"/>
        <source>The first line of {name} does not tell latitude, longitude, time zone and elevation.</source>
        <translation>La première ligne de {name} ne donne pas la latitude, la longitude, le fuseau horaire et l’altitude.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The folder must hold every wheel of resources/engine/requirements.lock, for this Python and system.</source>
        <translation>Le dossier doit contenir tous les paquets (wheels) de resources/engine/requirements.lock, pour ce Python et ce système.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The folder {folder} cannot be written to.</source>
        <translation>Le dossier {folder} n’est pas accessible en écriture.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>The head of {name} does not tell its latitude, longitude and elevation.</source>
        <translation>L’en-tête de {name} ne donne pas la latitude, la longitude et l’altitude.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>The heights of the surface model {path} are in feet.</source>
        <translation>Les hauteurs du modèle de surface {path} sont en pieds.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>The heights of this roof are not known.</source>
        <translation>Les hauteurs de ce toit ne sont pas connues.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The installation was cancelled.</source>
        <translation>L’installation a été annulée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The irradiance of {name} agrees with the sun {minutes} minutes from where its stamps put it: global, direct and diffuse then differ by {left} W/m² instead of {rms}. The sun is taken there.</source>
        <translation>L’irradiance de {name} s’accorde avec le soleil à {minutes} minutes de l’heure que donnent ses horodatages : global, direct et diffus s’écartent alors de {left} W/m² au lieu de {rms}. C’est cette heure qui est prise pour le soleil.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>The irradiance of {name} already has the shade of the distant terrain in it.</source>
        <translation>L’irradiance de {name} comprend déjà le masque lointain du relief.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The irradiance of {name} peaks at {peak}, which is not W/m² of an hour.</source>
        <translation>L’irradiance de {name} culmine à {peak}, ce ne sont pas des W/m² d’une heure.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The job is not a JSON object: {reason}.</source>
        <translation>La tâche n’est pas un objet JSON : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The job {job} was given wrong parameters: {reason}.</source>
        <translation>La tâche {job} a reçu des paramètres erronés : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>The land cover has no pixel of class {code}.</source>
        <translation>L’occupation du sol n’a aucun pixel de classe {code}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>The land cover is given without its urban classes.</source>
        <translation>L’occupation du sol est donnée sans ses classes urbaines.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The layer {name} has no coordinate reference system.</source>
        <translation>La couche {name} n’a pas de système de coordonnées de référence.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The layer {name} has no geometry.</source>
        <translation>La couche {name} n’a pas de géométrie.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The layer {name} has no usable feature.</source>
        <translation>La couche {name} n’a aucune entité utilisable.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>The machine ran out of memory.</source>
        <translation>La mémoire de la machine est épuisée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The memory has probably run out: close other programs or choose a smaller area, then run again.</source>
        <translation>La mémoire est sans doute épuisée : fermez d’autres programmes ou choisissez une zone plus petite, puis relancez.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/jobs.py"/>
        <source>The number of directions is {azimuths}; it must be even and at least 8.</source>
        <translation>Le nombre de directions est {azimuths} ; il doit être pair et d’au moins 8.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>The other dates can do without it.</source>
        <translation>Les autres dates peuvent s’en passer.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/scenes.py"/>
        <source>The other dates can do without it; another source may have it whole.</source>
        <translation>Les autres dates peuvent s’en passer ; une autre source l’a peut-être en entier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>The other dates can do without it; another source may still have it.</source>
        <translation>Les autres dates peuvent s’en passer ; une autre source l’a peut-être encore.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>The output {path} cannot be written: {reason}.</source>
        <translation>La sortie {path} ne peut être écrite : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/write.py"/>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The output {path} could not be written whole: {reason}.</source>
        <translation>La sortie {path} n’a pas pu être écrite en entier : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The packages could not be installed from the folder of wheels: {reason}.</source>
        <translation>Les paquets n’ont pas pu être installés depuis le dossier : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>The packages could not be installed: {reason}.</source>
        <translation>Les paquets n’ont pas pu être installés : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/dates.py"/>
        <source>The period starts on {start}, after its end on {end}.</source>
        <translation>La période commence le {start}, après sa fin le {end}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>The period starts on {start}, which lies in the future.</source>
        <translation>La période commence le {start}, dans le futur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>The pixels of the surface model {path} are not square: {width} by {height} m.</source>
        <translation>Les pixels du modèle de surface {path} ne sont pas carrés : {width} sur {height} m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The pixels of {path} cannot be read: {reason}.</source>
        <translation>Les pixels de {path} sont illisibles : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>The point cloud {name} and the surface model have different reference systems.</source>
        <translation>Le nuage de points {name} et le modèle de surface ont des systèmes de coordonnées différents.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The point cloud {name} does not say its coordinate reference system.</source>
        <translation>Le nuage de points {name} n’indique pas son système de coordonnées de référence.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The point cloud {name} has no points.</source>
        <translation>Le nuage de points {name} n’a aucun point.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The point cloud {name} is damaged or cut short.</source>
        <translation>Le nuage de points {name} est abîmé ou tronqué.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The point cloud {name} is not there.</source>
        <translation>Le nuage de points {name} est introuvable.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>The point clouds have different coordinate reference systems: {first} and {second}.</source>
        <translation>Les nuages de points ont des systèmes de coordonnées de référence différents : {first} et {second}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>The product does not cover the area.</source>
        <translation>Le produit ne couvre pas l’emprise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>The product holds a temperature too: import it with BANDS {band}.</source>
        <translation>Le produit contient aussi une température : importez-la avec BANDS {band}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/sen3.py"/>
        <source>The product {scene} does not tell when it was acquired.</source>
        <translation>Le produit {scene} ne dit pas quand il a été acquis.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sen3.py"/>
        <source>The product {scene} does not tell where its pixels are.</source>
        <translation>Le produit {scene} ne dit pas où se trouvent ses pixels.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <source>The product {scene} has no image: its IMG_DATA folder is empty or missing.</source>
        <translation>Le produit {scene} n’a pas d’image : son dossier IMG_DATA est vide ou absent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sen3.py"/>
        <source>The product {scene} is incomplete: {missing} is missing, without which its pixels have no place or no cloud mask.</source>
        <translation>Le produit {scene} est incomplet : il manque {missing}, sans quoi ses pixels n’ont pas de place ou pas de masque de nuages.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>The proxy on the way to {service} does not answer or refuses us.</source>
        <translation>Le serveur mandataire vers {service} ne répond pas ou refuse la connexion.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The raster {path} does not exist.</source>
        <translation>Le raster {path} n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/read.py"/>
        <source>The raster {path} has no band {band}; it has {names}.</source>
        <translation>Le raster {path} n’a pas de bande {band} ; il a {names}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The raster {path} has no coordinate reference system.</source>
        <translation>Le raster {path} n’a pas de système de coordonnées de référence.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/info.py"/>
        <source>The raster {path} is incomplete: the file ends {missing} bytes too early.</source>
        <translation>Le raster {path} est incomplet : le fichier s’arrête {missing} octets trop tôt.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>The recipe {recipe} cannot be used: {reason}.</source>
        <translation>La recette {recipe} est inutilisable : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>The recipe {recipe} has a parameter {name} that the diagnosis does not know.</source>
        <translation>La recette {recipe} a un paramètre {name} que le diagnostic ne connaît pas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/fetching.py"/>
        <source>The recipe's AREA {text} is no rectangle.</source>
        <translation>AREA {text} de la recette n’est pas un rectangle.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>The reference 'zones' needs polygons.</source>
        <translation>La référence « zones » demande des polygones.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>The reference '{reference}' holds {count} pixels; at least {least} are needed.</source>
        <translation>La référence « {reference} » contient {count} pixels ; il en faut au moins {least}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>The reference '{reference}' is worth only {count} thermal measurements of {side} m: read it with care.</source>
        <translation>La référence « {reference} » ne vaut que {count} mesures thermiques de {side} m : lisez-la avec prudence.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>The request would take about {megabytes} MB; at most {most} MB are allowed.</source>
        <translation>La demande prendrait environ {megabytes} Mo ; {most} Mo au plus sont autorisés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>The request would take {units} processing units; an account has {allowance} a month.</source>
        <translation>La demande prendrait {units} unités de traitement ; un compte en a {allowance} par mois.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/engine.py"/>
        <source>The run was cancelled.</source>
        <translation>Le calcul a été annulé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>The stack would have {count} bands; {most} are allowed.</source>
        <translation>La série aurait {count} bandes ; {most} sont autorisées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>The statistic share_above needs a threshold.</source>
        <translation>La statistique share_above demande un seuil.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>The surface model has pixels of {size} m: roofs are blurred, irradiation comes out up to 10 % low.</source>
        <translation>Le modèle de surface a des pixels de {size} m : les toits sont flous, le rayonnement ressort jusqu’à 10 % trop bas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/maps.py"/>
        <source>The surface model holds no heights in the area.</source>
        <translation>Le modèle de surface n’a pas de hauteurs dans l’emprise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>The surface model {path} is turned or upside down.</source>
        <translation>Le modèle de surface {path} est tourné ou à l’envers.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/production.py"/>
        <source>The table has: {known}.</source>
        <translation>La table contient : {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>The values are taken as reflectance.</source>
        <translation>Les valeurs sont prises comme des réflectances.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>The values of {name} (median {median}) are no surface temperature in kelvin, in degrees Celsius or in Landsat Collection 2 numbers.</source>
        <translation>Les valeurs de {name} (médiane {median}) ne sont pas une température de surface en kelvins, en degrés Celsius ou en nombres Landsat Collection 2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>The values of {path} (median {median}) are no surface temperature in kelvin.</source>
        <translation>Les valeurs de {path} (médiane {median}) ne sont pas une température de surface en kelvins.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The vector format {suffix} is not known.</source>
        <translation>Le format vecteur {suffix} n’est pas connu.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>The vector layer {name} cannot be read.</source>
        <translation>La couche vecteur {name} est illisible.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>The weather file {name} is empty.</source>
        <translation>Le fichier météo {name} est vide.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>The weather file {path} cannot be read: {why}.</source>
        <translation>Le fichier météo {path} est illisible : {why}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The weather {name} is of a place {distance} km away: the sun there may differ by several percent.</source>
        <translation>La météo {name} est celle d’un lieu à {distance} km d’ici : l’ensoleillement peut y différer de plusieurs pour cent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The weather {name} is of the other hemisphere: latitude {theirs}, the area is at {ours}.</source>
        <translation>La météo {name} est de l’autre hémisphère : latitude {theirs}, l’emprise est à {ours}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>The weather {name} is of {theirs} m above the sea, the area lies at {ours} m.</source>
        <translation>La météo {name} est celle d’un lieu à {theirs} m d’altitude, l’emprise est à {ours} m.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>There are no heights.</source>
        <translation>Il n’y a pas de hauteurs.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>There are no losses called {losses}.</source>
        <translation>Il n’y a pas de pertes nommées {losses}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>There are {count} dates; a composite needs at least {wanted}.</source>
        <translation>Il y a {count} dates ; une composition en demande au moins {wanted}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/climatology.py"/>
        <source>There is no built-in weather for latitude {latitude}, longitude {longitude}: it covers France only.</source>
        <translation>Il n’y a pas de climatologie intégrée pour la latitude {latitude} et la longitude {longitude} : elle ne couvre que la France.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>There is no collection called {collection}.</source>
        <translation>Aucune collection ne s’appelle {collection}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/rules.py"/>
        <source>There is no module called {key}.</source>
        <translation>Il n’y a pas de module nommé {key}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/production.py"/>
        <source>There is no mounting '{mounting}'.</source>
        <translation>Il n’y a pas de montage « {mounting} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>There is no reference called {reference}.</source>
        <translation>Il n’y a pas de référence nommée {reference}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>There is no scene of {collection} over the area from {start} to {end}.</source>
        <translation>Il n’y a pas de scène de {collection} sur l’emprise du {start} au {end}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>There is no season called {season}.</source>
        <translation>Il n’y a pas de saison nommée {season}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>There is no sensor called {sensor}.</source>
        <translation>Aucun capteur ne s’appelle {sensor}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>There is no source called {source}.</source>
        <translation>Aucune source ne s’appelle {source}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>There is no temperature unit called {unit}.</source>
        <translation>Il n’y a pas d’unité de température nommée {unit}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/run.py"/>
        <source>There is not enough room on the disk to write {path}.</source>
        <translation>Il n’y a pas assez de place sur le disque pour écrire {path}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>There is nothing to diagnose: neither REFLECTANCE nor LST nor a DSM with BUILDINGS is given.</source>
        <translation>Il n’y a rien à diagnostiquer : ni REFLECTANCE, ni LST, ni un DSM avec BUILDINGS n’est donné.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>These are brightness temperatures, as seen above the atmosphere, not surface temperatures: neither the air nor the emissivity of the ground is corrected, and they are typically several kelvin too low.</source>
        <translation>Ce sont des températures de brillance, vues au-dessus de l’atmosphère, et non des températures de surface : ni l’air ni l’émissivité du sol ne sont corrigés, et elles sont d’ordinaire trop basses de plusieurs kelvins.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>These dates show no clear pixel of the area: {dates}.</source>
        <translation>Ces dates ne montrent aucun pixel clair de l’emprise : {dates}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>These fields of the zones were overwritten: {names}.</source>
        <translation>Ces champs des zones ont été remplacés : {names}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/sentinelhub_source.py"/>
        <source>This account does not see the collection {collection} on the Copernicus Data Space; it sees {visible}.</source>
        <translation>Ce compte ne voit pas la collection {collection} sur Copernicus Data Space ; il voit {visible}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>This building lies in a protected area.</source>
        <translation>Ce bâtiment se trouve dans une zone protégée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>This request takes {scenes} scenes and about {megabytes} MB.</source>
        <translation>Cette demande prend {scenes} scènes et environ {megabytes} Mo.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/cost.py"/>
        <source>This request takes {scenes} scenes, {requests} downloads, about {megabytes} MB and {units} processing units ({share} % of the {allowance} of a month); what the cache holds is not counted.</source>
        <translation>Cette demande prend {scenes} scènes, {requests} téléchargements, environ {megabytes} Mo et {units} unités de traitement ({share} % des {allowance} d’un mois) ; ce que contient le cache n’est pas compté.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>This roof faces away from the sun.</source>
        <translation>Ce toit tourne le dos au soleil.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>This roof gets too little sun.</source>
        <translation>Ce toit reçoit trop peu de soleil.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>This roof is too steep for modules.</source>
        <translation>Ce toit est trop pentu pour des modules.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Too few modules fit on this roof.</source>
        <translation>Trop peu de modules tiennent sur ce toit.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Too few modules fit: {modules}.</source>
        <translation>Trop peu de modules y tiennent : {modules}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Too little of the reference lies at the elevation of the city: its temperatures are corrected for it.</source>
        <translation>Une trop petite part de la référence est à l’altitude de la ville : ses températures en sont corrigées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Too little sun: {irradiation} kWh/m² a year.</source>
        <translation>Trop peu de soleil : {irradiation} kWh/m² par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Too small: {usable_m2} m² of {area_m2} m² are left within the edges.</source>
        <translation>Trop petit : il reste {usable_m2} m² sur {area_m2} m² une fois les bords dégagés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Too steep: {slope_deg}°.</source>
        <translation>Trop pentu : {slope_deg}°.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/obligations.py"/>
        <source>Trees or canopies with panels over {share} % of the car park ({required} m²) if it is new ({article}; to be verified).</source>
        <translation>Arbres ou ombrières avec panneaux sur {share} % du parking ({required} m²) s’il est nouveau ({article} ; à vérifier).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>Turn them into metres first: multiply by 0.3048 in the raster calculator.</source>
        <translation>Convertissez-les d’abord en mètres : multipliez par 0,3048 dans la calculatrice raster.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/panels/suitability.py"/>
        <source>Turned away from the sun: {best_percent} % of the light of the best roof here (slope {slope_deg}°, azimuth {azimuth_deg}°).</source>
        <translation>Se détourne du soleil : {best_percent} % de la lumière du meilleur toit d’ici (pente {slope_deg}°, azimut {azimuth_deg}°).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/sen3.py"/>
        <source>Unpack or download it again, completely.</source>
        <translation>Décompressez-la ou téléchargez-la à nouveau, en entier.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/__main__.py"/>
        <source>Update the plugin and its engine to the same version.</source>
        <translation>Mettez l’extension et son moteur à la même version.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>Use Sentinel-2 names (B02, B03, B04, B05, B06, B07, B08, B8A, B11, B12), Landsat names (SR_B2 … SR_B7) or words (blue, green, red, rededge1, nir, swir1, swir2).</source>
        <translation>Employez les noms Sentinel-2 (B02, B03, B04, B05, B06, B07, B08, B8A, B11, B12), les noms Landsat (SR_B2 … SR_B7) ou des mots (blue, green, red, rededge1, nir, swir1, swir2).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Use a surface reflectance product, or choose ratios such as {ratios}.</source>
        <translation>Utilisez un produit de réflectance de surface, ou choisissez des rapports comme {ratios}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Use a surface reflectance product.</source>
        <translation>Utilisez un produit de réflectance de surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>Use another source, or check the access to this catalogue.</source>
        <translation>Prenez une autre source, ou vérifiez l’accès à ce catalogue.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>Use another source.</source>
        <translation>Prenez une autre source.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/sensors.py"/>
        <source>Use auto, 0 (nothing to add) or -1000 (Sentinel-2 from processing baseline 04.00).</source>
        <translation>Utilisez auto, 0 (rien à ajouter) ou -1000 (Sentinel-2 à partir de la version de traitement 04.00).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>Use auto, sentinel2, landsat, reflectance or temperature.</source>
        <translation>Utilisez auto, sentinel2, landsat, reflectance ou temperature.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Use differences within one date only, and with care. Surface temperatures of Landsat need no account: choose landsat-c2-l2 from planetary-computer.</source>
        <translation>N’utilisez que les écarts au sein d’une même date, et avec prudence. Les températures de surface de Landsat ne demandent pas de compte : choisissez landsat-c2-l2 chez planetary-computer.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>Use int16 or float32.</source>
        <translation>Utilisez int16 ou float32.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>Use one date at a time: extract it, or tell the bands to use with BANDS, for example B04=3,B08=7.</source>
        <translation>Utilisez une date à la fois : extrayez-la, ou indiquez les bandes à utiliser avec BANDS, par exemple B04=3,B08=7.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>Use one of {known}.</source>
        <translation>Utilisez l’un de : {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>Use planetary-computer, which has the same images, or set AWS_PROFILE.</source>
        <translation>Prenez planetary-computer, qui a les mêmes images, ou définissez AWS_PROFILE.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>Use temperatures of a wider area around the city, another REFERENCE, or correct the urban, vegetation and water classes.</source>
        <translation>Utilisez des températures d’une zone plus large autour de la ville, une autre REFERENCE, ou corrigez les classes urbaines, de végétation et d’eau.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/composite.py"/>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Use {known}.</source>
        <translation>Utilisez {known}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>Wait some minutes and run it again: what was downloaded is kept.</source>
        <translation>Attendez quelques minutes et relancez : ce qui a été téléchargé est gardé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>Warp it to a grid with north up (QGIS: Raster ▸ Projections ▸ Warp).</source>
        <translation>Reprojetez-le sur une grille au nord en haut (QGIS : Raster ▸ Projections ▸ Projection).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>Warp it to square pixels (QGIS: Raster ▸ Projections ▸ Warp, output resolution).</source>
        <translation>Reprojetez-le en pixels carrés (QGIS : Raster ▸ Projections ▸ Projection, résolution de sortie).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/year.py"/>
        <source>Weather: {name} ({source}).</source>
        <translation>Météo : {name} ({source}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Widen the period, and check where the area lies.</source>
        <translation>Élargissez la période, et vérifiez où se trouve l’emprise.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>Widen the period, or raise MAX_CLOUD.</source>
        <translation>Élargissez la période, ou augmentez MAX_CLOUD.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Widen the period.</source>
        <translation>Élargissez la période.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/fetching.py"/>
        <source>Write it as xmin,xmax,ymin,ymax [EPSG:4326].</source>
        <translation>Écrivez-la comme xmin,xmax,ymin,ymax [EPSG:4326].</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/dates.py"/>
        <source>Write it as year-month-day, for example 2024-06-01.</source>
        <translation>Écrivez-la année-mois-jour, par exemple 2024-06-01.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Write the class numbers of built-up land in URBAN_CLASSES, for example 50 for ESA WorldCover.</source>
        <translation>Écrivez dans URBAN_CLASSES les numéros de classe des sols bâtis, par exemple 50 pour ESA WorldCover.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>Write them as 2024-06-01.</source>
        <translation>Écrivez-les comme 2024-06-01.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>Write whole numbers, separated by commas.</source>
        <translation>Écrivez des nombres entiers, séparés par des virgules.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/demo/jobs.py"/>
        <source>Writing buildings, blocks, ground and trees</source>
        <translation>Écriture des bâtiments, des secteurs, des terrains et des arbres</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>Writing roofs and buildings</source>
        <translation>Écriture des toits et des bâtiments</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/write.py"/>
        <source>Writing the layers</source>
        <translation>Écriture des couches</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/diagnosis.py"/>
        <source>ZONES are given, but neither REFLECTANCE nor LST: nothing is told by block.</source>
        <translation>ZONES est donné, mais ni REFLECTANCE ni LST : rien n’est dit par secteur.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/process.py"/>
        <source>{collection} has no band {band}; it has {bands}.</source>
        <translation>{collection} n’a pas de bande {band} ; elle a {bands}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>{collection} is read from the source cdse only.</source>
        <translation>{collection} n’est lue que depuis la source cdse.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{count} bands do not tell their date (description, metadata, file name): used whatever the season.</source>
        <translation>{count} bandes ne disent pas leur date (description, métadonnées, nom du fichier) : utilisées quelle que soit la saison.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{count} bands lie outside the period and are left out.</source>
        <translation>{count} bandes sont hors de la période et sont écartées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>{count} footprints overlap an earlier one, which keeps the shared ground.</source>
        <translation>{count} emprises en recouvrent une précédente, qui garde le sol commun.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/layout_jobs.py"/>
        <source>{count} modules of {power} W on {planes} planes.</source>
        <translation>{count} modules de {power} Wc sur {planes} pans.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>{count} of {all} buildings are suitable: {kwp} kWp, {mwh} MWh a year.</source>
        <translation>{count} bâtiments sur {all} sont favorables : {kwp} kWc, {mwh} MWh par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roofs/scan.py"/>
        <source>{count} of {all} footprints were shifted against the surface model and laid on it: by {typical} m typically, {most} m at most.</source>
        <translation>{count} emprises sur {all} étaient décalées par rapport au modèle de surface et ont été recalées : de {typical} m le plus souvent, de {most} m au plus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{count} rasters of {date} are joined into one date.</source>
        <translation>{count} rasters du {date} sont réunis en une seule date.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>{date} is left out: only {count} pixels ({share} %) of the reference are seen.</source>
        <translation>Le {date} est écarté : seuls {count} pixels ({share} %) de la référence sont vus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>{date} is left out: only {share} % of the city is seen.</source>
        <translation>Le {date} est écarté : seuls {share} % de la ville sont vus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>{date}, outside the season, apart and not in the composite: surface heat island {value} K; {city} % of the city and {rural} % of the reference seen.</source>
        <translation>{date}, hors saison, à part et hors composition : îlot de chaleur de surface {value} K ; {city} % de la ville et {rural} % de la référence vus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>{date}: mean of each land cover class against the reference: {classes}.</source>
        <translation>{date} : moyenne de chaque classe d’occupation du sol par rapport à la référence : {classes}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/report.py"/>
        <source>{date}: surface heat island {value} K; {city} % of the city and {rural} % of the reference seen.</source>
        <translation>{date} : îlot de chaleur de surface {value} K ; {city} % de la ville et {rural} % de la référence vus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/host/install.py"/>
        <source>{folder} is not empty and is not a Python environment.</source>
        <translation>{folder} n’est pas vide et n’est pas un environnement Python.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>{index} needs the band {missing}, which {path} does not have; its bands are: {names}.</source>
        <translation>{index} a besoin de la bande {missing}, que {path} n’a pas ; ses bandes sont : {names}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/ground_jobs.py"/>
        <source>{kwp} kWp, {mwh} MWh a year.</source>
        <translation>{kwp} kWc, {mwh} MWh par an.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{name} carries its own scale and offset; they are used.</source>
        <translation>{name} porte ses propres échelle et décalage ; ils sont utilisés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>{name} does not hold whole years: month {month} is missing.</source>
        <translation>{name} ne contient pas d’années entières : il manque le mois {month}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/grid.py"/>
        <source>{name} does not overlap the other layers.</source>
        <translation>{name} ne recouvre pas les autres couches.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} does not separate direct and diffuse irradiance.</source>
        <translation>{name} ne sépare pas le rayonnement direct du diffus.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} does not tell its irradiance time offset; {minutes} minutes fit the sun best (to {left} W/m²).</source>
        <translation>{name} n’indique pas le décalage horaire de son irradiance (« irradiance time offset ») ; {minutes} minutes s’accordent le mieux avec le soleil (à {left} W/m² près).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>{name} has negative irradiance in {count} hours: {dates}.</source>
        <translation>{name} a une irradiance négative pendant {count} heures : {dates}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} has no column {column}.</source>
        <translation>{name} n’a pas de colonne {column}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>{name} has no values in {count} hours: {dates}.</source>
        <translation>{name} n’a pas de valeurs pendant {count} heures : {dates}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/reading.py"/>
        <source>{name} has {size} MB, far more than a weather file.</source>
        <translation>{name} fait {size} Mo, bien plus qu’un fichier météo.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/jobs.py"/>
        <source>{name} holds brightness temperatures, as seen above the atmosphere, not surface temperatures: town and country differ in emissivity too, so take the heat island as an indication only.</source>
        <translation>{name} contient des températures de brillance, vues au-dessus de l’atmosphère, et non des températures de surface : la ville et la campagne diffèrent aussi par leur émissivité ; ne prenez l’îlot de chaleur que comme une indication.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/epw.py"/>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} holds no hours.</source>
        <translation>{name} ne contient aucune heure.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{name} holds no temperature at all and is left out.</source>
        <translation>{name} ne contient aucune température et est écarté.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>{name} holds no temperature at all: every pixel is 0 or no data.</source>
        <translation>{name} ne contient aucune température : tous les pixels valent 0 ou sont sans donnée.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} holds the irradiance of a plane that follows the sun or is unknown, not of the horizontal.</source>
        <translation>{name} contient l’irradiance d’un plan inconnu ou qui suit le soleil, non de l’horizontale.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} holds the irradiance of a plane tilted by {slope}°, not of the horizontal.</source>
        <translation>{name} contient l’irradiance d’un plan incliné de {slope}°, non de l’horizontale.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>{name} holds {count} hours twice.</source>
        <translation>{name} contient {count} heures en double.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} is cut off or damaged (at character {position}).</source>
        <translation>{name} est tronqué ou abîmé (au caractère {position}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/units.py"/>
        <source>{name} is declared as {declared}, but its values (median {median}) look like {looks}.</source>
        <translation>{name} est déclaré en {declared}, mais ses valeurs (médiane {median}) ressemblent à {looks}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/inputs.py"/>
        <source>{name} is in {crs}, where distances are {percent} % off; heights and distances must go together.</source>
        <translation>{name} est en {crs}, où les distances sont fausses de {percent} % ; hauteurs et distances doivent aller ensemble.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/grid.py"/>
        <source>{name} is in {crs}, whose unit is not the metre; distances and areas need metres.</source>
        <translation>{name} est en {crs}, dont l’unité n’est pas le mètre ; distances et surfaces demandent des mètres.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} is none of the weather files that can be read.</source>
        <translation>{name} n’est aucun des fichiers météo lisibles.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>{name} is not a las or laz point cloud.</source>
        <translation>{name} n’est pas un nuage de points las ou laz.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/points.py"/>
        <source>{name} is not a text of points.</source>
        <translation>{name} n’est pas un texte de points.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/pvgis.py"/>
        <source>{name} is not an hourly series: its values are {hours} hours apart.</source>
        <translation>{name} n’est pas une série horaire : ses valeurs sont espacées de {hours} heures.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/weather/checks.py"/>
        <source>{name} lacks {count} hours: {dates}.</source>
        <translation>Il manque {count} heures à {name} : {dates}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/grid.py"/>
        <source>{name} lies on another grid ({own}); it was resampled to {wanted} by the method '{method}'.</source>
        <translation>{name} est sur une autre grille ({own}) ; elle a été rééchantillonnée vers {wanted} par la méthode « {method} ».</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/heat/inputs.py"/>
        <source>{name}: the values are taken as {unit}.</source>
        <translation>{name} : les valeurs sont prises en {unit}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>{name}: {count} broken geometries were repaired.</source>
        <translation>{name} : {count} géométries invalides ont été réparées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>{name}: {count} features are no polygons and were left out.</source>
        <translation>{name} : {count} entités ne sont pas des polygones et ont été écartées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vector.py"/>
        <source>{name}: {count} features without geometry were left out.</source>
        <translation>{name} : {count} entités sans géométrie ont été écartées.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/containers.py"/>
        <source>{path} does not exist.</source>
        <translation>{path} n’existe pas.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>{path} does not tell what it holds; its bands are: {names}.</source>
        <translation>{path} ne dit pas ce qu’il contient ; ses bandes sont : {names}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>{path} has no band {band}.</source>
        <translation>{path} n’a pas de bande {band}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path} has no cloud mask: every pixel counts as clear.</source>
        <translation>{path} n’a pas de masque de nuages : chaque pixel compte comme clair.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>{path} has no dark pixel (its darkest reflect {darkest}): cloud, haze, or a missing radiometric offset (Sentinel-2 from processing baseline 04.00: OFFSET -1000).</source>
        <translation>{path} n’a aucun pixel sombre (les plus sombres réfléchissent {darkest}) : nuage, brume, ou décalage radiométrique manquant (Sentinel-2 à partir de la version de traitement 04.00 : OFFSET -1000).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/bands.py"/>
        <source>{path} has several {role} bands ({first} and {second}); it is probably a time stack.</source>
        <translation>{path} a plusieurs bandes {role} ({first} et {second}) ; c’est sans doute une série temporelle.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>{path} holds 8-bit values, which are not reflectance.</source>
        <translation>{path} contient des valeurs sur 8 bits, qui ne sont pas de la réflectance.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>{path} holds 8-bit values, which are not reflectance: compare the indices within this image only.</source>
        <translation>{path} contient des valeurs sur 8 bits, qui ne sont pas des réflectances : ne comparez les indices qu’à l’intérieur de cette image.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/vegetation/jobs.py"/>
        <source>{path} holds 8-bit values, which are not reflectance; {indices} cannot be computed from them.</source>
        <translation>{path} contient des valeurs sur 8 bits, qui ne sont pas des réflectances ; {indices} ne peut en être calculé.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/landsat.py"/>
        <source>{path} holds Landsat bands whose digital numbers cannot be scaled: their MTL file is missing.</source>
        <translation>{path} contient des bandes Landsat dont les nombres ne peuvent pas être mis à l’échelle : leur fichier MTL manque.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/raster/windows.py"/>
        <source>{path} holds no data: every pixel of the bands that are needed is empty.</source>
        <translation>{path} ne contient aucune donnée : tous les pixels des bandes nécessaires sont vides.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path} is Level 1: reflectance and temperature as seen above the atmosphere, not at the surface.</source>
        <translation>{path} est de niveau 1 : réflectance et température vues au-dessus de l’atmosphère, pas à la surface.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/safe.py"/>
        <source>{path} is a Level-1C product: reflectance at the top of the atmosphere.</source>
        <translation>{path} est un produit de niveau 1C : réflectance au sommet de l’atmosphère.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path} is a Sentinel-3 product without surface temperature: no LST_in.nc was found in it.</source>
        <translation>{path} est un produit Sentinel-3 sans température de surface : il ne contient pas de LST_in.nc.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path} is no product that is known here; {count} files were found in it ({shown}).</source>
        <translation>{path} n’est pas un produit connu ici ; il contient {count} fichiers ({shown}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/territory/jobs.py"/>
        <source>{path} is rotated: its rows do not run from west to east.</source>
        <translation>{path} est tourné : ses lignes ne vont pas d’ouest en est.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/landsat.py"/>
        <source>{path} mixes Level-1 and Level-2 products.</source>
        <translation>{path} mélange des produits de niveau 1 et de niveau 2.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>{path}: reflectance = value × {scale} + {offset}.</source>
        <translation>{path} : réflectance = valeur × {scale} + {offset}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path}: without an MTL file the published scale factors of Collection 2 Level 2 are used.</source>
        <translation>{path} : sans fichier MTL, les facteurs d’échelle publiés de la Collection 2 niveau 2 sont utilisés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{path}: {count} dates, bands {bands}.</source>
        <translation>{path} : {count} dates, bandes {bands}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/solar/roof_jobs.py"/>
        <source>{planes} planes on {buildings} buildings.</source>
        <translation>{planes} pans sur {buildings} bâtiments.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/jobs.py"/>
        <source>{scenes} scenes of {days} dates: {list}.</source>
        <translation>{scenes} scènes de {days} dates : {list}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>{scene} does not tell its date (band description, metadata, file name); it is given as 1970-01-01.</source>
        <translation>{scene} ne dit pas sa date (description de bande, métadonnées, nom du fichier) ; 1970-01-01 est donné à la place.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>{scene} has files that are not on the web.</source>
        <translation>{scene} a des fichiers qui ne sont pas sur le web.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>{scene} has no band {missing} in this catalogue.</source>
        <translation>{scene} n’a pas de bande {missing} dans ce catalogue.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{scene} has no band {missing}; it has {names}.</source>
        <translation>{scene} n’a pas de bande {missing} ; elle a {names}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>{scene} has no thermal band.</source>
        <translation>{scene} n’a pas de bande thermique.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>{scene} is kept in an Amazon bucket whose reader pays, and no Amazon account is set up.</source>
        <translation>{scene} est dans un espace Amazon où le lecteur paie, et aucun compte Amazon n’est configuré.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/request.py"/>
        <source>{scene} is left out: {reason}</source>
        <translation>{scene} est écartée : {reason}</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/remote.py"/>
        <source>{scene} may not be read: {host} refuses it.</source>
        <translation>{scene} ne peut pas être lue : {host} le refuse.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{scene}: radiometric offset {offset} (processing baseline {baseline}).</source>
        <translation>{scene} : décalage radiométrique {offset} (version de traitement {baseline}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_ways.py"/>
        <source>{scene}: radiometric offset {offset} by its {reason} (baseline {baseline}; its metadata say {declared}).</source>
        <translation>{scene} : décalage radiométrique {offset} d’après : {reason} (version de traitement {baseline} ; ses métadonnées disent {declared}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/geotiff.py"/>
        <source>{scene}: radiometric offset {offset}, by its {reason}.</source>
        <translation>{scene} : décalage radiométrique {offset}, d’après : {reason}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{scene}: {count} pixels have no emissivity (a hole of the ASTER database, the same on every date) and were left out.</source>
        <translation>{scene} : {count} pixels n’ont pas d’émissivité (un trou de la base ASTER, le même à chaque date) et ont été écartés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{scene}: {count} pixels under a clear sky lie outside {low} to {high} K and were left out.</source>
        <translation>{scene} : {count} pixels sous ciel clair sont hors de {low} à {high} K et ont été écartés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/local_source.py"/>
        <source>{scene}: {share} % of the clear pixels are uncertain by more than {limit} K and were left out.</source>
        <translation>{scene} : {share} % des pixels clairs sont incertains de plus de {limit} K et ont été écartés.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} cannot be reached or does not work at the moment.</source>
        <translation>{service} est injoignable ou ne fonctionne pas en ce moment.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} did not understand the request: {detail}.</source>
        <translation>{service} n’a pas compris la demande : {detail}.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} does not accept the client id and secret.</source>
        <translation>{service} n’accepte pas l’identifiant client et le secret.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} does not answer in time.</source>
        <translation>{service} ne répond pas à temps.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} keeps answering that it is asked too often.</source>
        <translation>{service} répond sans cesse qu’on l’interroge trop souvent.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/client.py"/>
        <source>{service} lets us wait {seconds} s</source>
        <translation>{service} nous fait attendre {seconds} s</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/faults.py"/>
        <source>{service} refuses the request: the quota of the account is used up, or it may not see these data ({detail}).</source>
        <translation>{service} refuse la demande : le quota du compte est épuisé, ou il n’a pas accès à ces données ({detail}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>{source} has no collection {collection} that can be read by window.</source>
        <translation>{source} n’a pas de collection {collection} lisible par fenêtre.</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/imagery/stac_source.py"/>
        <source>{url} does not answer as a STAC catalogue that can be searched ({reason}).</source>
        <translation>{url} ne répond pas comme un catalogue STAC interrogeable ({reason}).</translation>
    </message>
    <message>
        <location filename="../../urbanthink_plugin/engine/dates.py"/>
        <source>{value} is not a date.</source>
        <translation>{value} n’est pas une date.</translation>
    </message>
</context>
</TS>
