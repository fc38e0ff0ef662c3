/** What every page does: theme, menus, confirmations, forms over REST, live rows, the worker banner, the end of one's runs. */
import "./main.css";
import { wireActions } from "./actions";
import { wireCards } from "./cards";
import { wireDesigns } from "./designs";
import { tellEndings } from "./endings";
import { wireGallery } from "./gallery";
import { watchHealth } from "./health";
import { watchRows } from "./live";
import { wireMenus, wireTheme } from "./theme";

wireTheme();
wireMenus();
wireActions();
watchRows();
watchHealth();
tellEndings();
wireGallery();
wireDesigns();
wireCards();
