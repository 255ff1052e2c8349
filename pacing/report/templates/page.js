"use strict";
(function () {
  var root = document.documentElement;
  var button = document.getElementById("theme");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function dim() { return root.dataset.theme ? root.dataset.theme === "dim" : dark.matches; }
  function label() { button.textContent = dim() ? "Light page" : "Dim page"; }
  button.addEventListener("click", function () { root.dataset.theme = dim() ? "light" : "dim"; label(); });
  dark.addEventListener("change", label);
  button.hidden = false;
  label();
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open]):not(.appendix)").forEach(function (fold) { fold.open = true; fold.dataset.opened = ""; });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened]").forEach(function (fold) { fold.open = false; delete fold.dataset.opened; });
  });
})();
