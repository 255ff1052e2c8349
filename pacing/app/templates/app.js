"use strict";
(function () {
  var root = document.documentElement;
  try {
    if (localStorage.theme) { root.dataset.theme = localStorage.theme; }
    new MutationObserver(function () { localStorage.theme = root.dataset.theme || ""; })
      .observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  } catch (refused) { /* a browser that keeps nothing shows the page as it is */ }

  var drop = document.querySelector(".drop");
  if (drop) {
    var chosen = drop.querySelector("input[type=file]");
    drop.querySelector("button").hidden = true;
    var send = function () {
      if (!chosen.files.length) { return; }
      drop.querySelector("label").textContent = "Reading …";
      drop.submit();
    };
    chosen.addEventListener("change", send);
    ["dragenter", "dragover"].forEach(function (name) {
      window.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
    });
    window.addEventListener("dragleave", function (event) { if (!event.relatedTarget) { drop.classList.remove("over"); } });
    window.addEventListener("drop", function (event) {
      event.preventDefault();
      drop.classList.remove("over");
      var entries = Array.from(event.dataTransfer.items || []).map(function (item) {
        return item.webkitGetAsEntry ? item.webkitGetAsEntry() : null;
      });
      var given = event.dataTransfer.files;
      if (!entries.some(function (entry) { return entry && entry.isDirectory; })) {
        chosen.files = given;
        send();
        return;
      }
      var found = new DataTransfer();
      Promise.all(entries.filter(Boolean).map(function (entry) { return walk(entry, found); })).then(function () {
        chosen.files = found.files;
        send();
      });
    });
  }
  function walk(entry, found) {
    return new Promise(function (done) {
      if (entry.isFile) {
        entry.file(function (file) { if (file.name[0] !== ".") { found.items.add(file); } done(); }, done);
        return;
      }
      var reader = entry.createReader(), all = [];
      var more = function () {
        reader.readEntries(function (some) {
          if (some.length) { all = all.concat(Array.from(some)); more(); return; }
          Promise.all(all.map(function (one) { return walk(one, found); })).then(done);
        }, done);
      };
      more();
    });
  }

  var reading = document.getElementById("reading");
  if (reading) {
    var ask = function () {
      fetch(reading.dataset.progress).then(function (answer) { return answer.json(); }).then(function (now) {
        if (!now.running) { location.replace(now.next); return; }
        document.getElementById("done").textContent = now.done;
        document.getElementById("total").textContent = now.total;
        document.getElementById("now").textContent = now.now;
        var bar = reading.querySelector("progress");
        if (bar) { bar.max = now.total; bar.value = now.done; }
        setTimeout(ask, 400);
      }, function () { document.getElementById("now").textContent = "The program has stopped."; });
    };
    setTimeout(ask, 200);
  }

  var pick = document.querySelector("form[data-span-s]");
  var chart = pick && document.querySelector("figure .drawing svg");
  if (chart) {
    var fields = Array.from(pick.querySelectorAll("input[data-moment]")), at = 1;
    var box = chart.viewBox.baseVal, mark = {};
    var left = box.width * pick.dataset.left, right = box.width * pick.dataset.right;
    var clock = function (seconds) {
      var hours = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60, rest = Math.round(seconds % 60);
      if (rest === 60) { rest = 59; }
      var two = function (number) { return (number < 10 ? "0" : "") + number; };
      return hours ? hours + ":" + two(minutes) + ":" + two(rest) : minutes + ":" + two(rest);
    };
    var line = function (field) {
      var parts = field.value.split(":").map(Number);
      var seconds = parts.reduce(function (sum, part) { return sum * 60 + part; }, 0);
      if (!mark[field.id]) {
        mark[field.id] = chart.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "line"));
        mark[field.id].setAttribute("class", "pick-line");
      }
      var x = left + (right - left) * seconds / pick.dataset.spanS;
      var ends = { x1: x, x2: x, y1: 0, y2: box.height * pick.dataset.bottom };
      Object.keys(ends).forEach(function (name) { mark[field.id].setAttribute(name, isFinite(x) ? ends[name] : 0); });
    };
    var fold = pick.closest("details");
    fields.forEach(function (field, place) {
      field.addEventListener("focus", function () { at = place; });
      field.addEventListener("input", function () { line(field); });
    });
    fold.addEventListener("toggle", function () { chart.classList.toggle("pick", fold.open); });
    chart.addEventListener("click", function (event) {
      if (!fold.open) { return; }
      var point = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
      var share = Math.min(1, Math.max(0, (point.x - left) / (right - left)));
      fields[at].value = clock(share * pick.dataset.spanS);
      line(fields[at]);
      at = fields[0].value ? 1 : 0; // a click moves the stop, unless the beginning is not known or its field was touched
    });
  }
})();
