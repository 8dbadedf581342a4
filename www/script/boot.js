// Starts the page. The theme is set first, so that a dark page never flashes white.
import init from "./page.js";

const theme = localStorage.getItem("zhanggui.theme");
if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
init();
