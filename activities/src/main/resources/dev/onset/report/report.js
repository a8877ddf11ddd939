(function () {
  'use strict';
  document.querySelectorAll('.switched').forEach(function (box) {
    function show() {
      var choice = [];
      box.querySelectorAll('input:checked').forEach(function (i) { choice.push(i.value); });
      box.querySelectorAll('.variant').forEach(function (v) {
        v.classList.toggle('off', v.dataset.choice !== choice.join(' '));
      });
    }
    box.addEventListener('change', show);
    show();
  });
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (d) { d.open = true; });
  });
  // A title element would show a second tip over the whole drawing; its text stays as the drawing's name.
  document.querySelectorAll('svg > title').forEach(function (t) {
    t.parentNode.setAttribute('aria-label', t.textContent);
    t.remove();
  });
  var tip = document.getElementById('tip');
  function point(e) {
    var text = e.target.dataset ? e.target.dataset.t : '';
    tip.classList.toggle('on', !!text);
    if (!text) { return; }
    tip.textContent = text;
    tip.style.left = Math.max(4, Math.min(e.clientX + 12, innerWidth - tip.offsetWidth - 6)) + 'px';
    tip.style.top = (e.clientY > 60 ? e.clientY - tip.offsetHeight - 10 : e.clientY + 18) + 'px';
  }
  document.addEventListener('pointermove', point);
  document.addEventListener('pointerdown', point);
  document.addEventListener('scroll', function () { tip.classList.remove('on'); });
}());
