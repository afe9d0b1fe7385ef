// Tables sort by a click on a head; without this they are read as written.
document.querySelectorAll("table.sortable").forEach(function (table) {
  var body = table.tBodies[0];
  Array.from(table.tHead.rows[0].cells).forEach(function (head, column) {
    var direction = 1;
    head.tabIndex = 0;
    head.setAttribute("role", "button");
    function key(row) {
      var cell = row.cells[column];
      var text = cell.getAttribute("data-v") || cell.textContent;
      return text === "–" ? null : text;
    }
    function compare(a, b) {
      var x = key(a), y = key(b);
      if (x === null || y === null) { return x === y ? 0 : x === null ? 1 : -1; }
      var difference = Number(x) - Number(y);
      return direction * (Number.isNaN(difference) ? x.localeCompare(y) : difference);
    }
    function sort() {
      Array.from(body.rows).sort(compare).forEach(function (row) { body.appendChild(row); });
      direction = -direction;
    }
    head.addEventListener("click", sort);
    head.addEventListener("keydown", function (event) { if (event.key === "Enter") { sort(); } });
  });
});
