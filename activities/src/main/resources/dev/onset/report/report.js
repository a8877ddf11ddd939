(function () {
  'use strict';
  function show(box) {
    var choice = [];
    box.querySelectorAll('input:checked').forEach(function (i) { choice.push(i.value); });
    box.querySelectorAll('.variant').forEach(function (v) {
      v.classList.toggle('off', v.dataset.choice !== choice.join(' '));
    });
  }
  function dress(root) {
    root.querySelectorAll('.switched').forEach(show);
    // A title element would show a second tip over the whole drawing; its text stays as the drawing's name.
    root.querySelectorAll('svg > title').forEach(function (t) {
      t.parentNode.setAttribute('aria-label', t.textContent);
      t.remove();
    });
  }
  document.addEventListener('change', function (e) {
    var box = e.target.closest('.switched');
    if (box) { show(box); }
  });
  // told by a page that replaces a part of itself
  document.addEventListener('onset-drawn', function (e) { dress(e.target); });
  dress(document);
  addEventListener('beforeprint', function () {
    document.querySelectorAll('details').forEach(function (d) { d.open = true; });
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
