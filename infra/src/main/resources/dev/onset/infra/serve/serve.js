(function () {
  'use strict';
  var main = document.querySelector('main[data-events]');
  var notice = document.getElementById('notice');
  var spoken = notice.textContent;
  var shown = {};
  var wanted = {};
  var busy = {};
  var lost = null;
  var source = null;

  function say(words) {
    notice.textContent = words || spoken;
    notice.classList.toggle('off', !notice.textContent);
  }

  function clock() {
    return new Date().toLocaleTimeString();
  }

  // What a reader has opened, chosen or is at stays so when a part is replaced.
  function keep(part) {
    var open = [];
    part.querySelectorAll('details').forEach(function (d, i) { if (d.open) { open.push(i); } });
    var chosen = [];
    part.querySelectorAll('input:checked').forEach(function (i) { chosen.push([i.name, i.value]); });
    var active = part.contains(document.activeElement) ? document.activeElement : null;
    var place = active && [active.tagName, active.getAttribute('href'), active.name, active.value];
    return function () {
      part.querySelectorAll('details').forEach(function (d, i) { d.open = open.indexOf(i) >= 0; });
      part.querySelectorAll('input').forEach(function (i) {
        chosen.forEach(function (c) { if (c[0] === i.name && c[1] === i.value) { i.checked = true; } });
      });
      part.dispatchEvent(new CustomEvent('onset-drawn', { bubbles: true }));
      if (place) {
        part.querySelectorAll('a,button,input,summary').forEach(function (e) {
          var here = [e.tagName, e.getAttribute('href'), e.name, e.value];
          if (String(here) === String(place)) { e.focus({ preventScroll: true }); }
        });
      }
    };
  }

  function fetchPart(id) {
    var part = document.getElementById(id);
    var version = wanted[id];
    if (!part || busy[id] || shown[id] === version || document.hidden) { return; }
    busy[id] = true;
    fetch(part.dataset.part, { credentials: 'same-origin' }).then(function (answer) {
      if (!answer.ok) { throw new Error(answer.status); }
      return answer.text();
    }).then(function (html) {
      var again = keep(part);
      part.replaceChildren.apply(part, Array.from(new DOMParser().parseFromString(html, 'text/html').body.childNodes));
      again();
      shown[id] = version;
    }).catch(function () {
      setTimeout(all, 3000);
    }).then(function () {
      busy[id] = false;
      if (shown[id] === version && wanted[id] !== version) { fetchPart(id); }
    });
  }

  function all() {
    Object.keys(wanted).forEach(fetchPart);
  }

  function ended() {
    say('The onset that served this page has ended; what you see is as of ' + clock() + '. infra/onset serve shows it again.');
  }

  function connect() {
    source = new EventSource(main.dataset.events);
    source.onopen = function () { lost = null; say(''); };
    source.addEventListener('parts', function (event) {
      var versions = JSON.parse(event.data);
      var trouble = versions.trouble || '';
      spoken = trouble && 'What you see may be old: ' + trouble + '.';
      say('');
      Object.keys(versions).forEach(function (id) {
        if (id !== 'trouble') { wanted[id] = versions[id]; }
      });
      all();
    });
    source.addEventListener('end', function () { lost = lost || clock(); ended(); });
    source.onerror = function () {
      lost = lost || clock();
      say('No answer from onset since ' + lost + '; trying again. What you see is as of then; a study that runs is not touched by this.');
      if (source.readyState === EventSource.CLOSED) { setTimeout(connect, 5000); }
    };
  }

  document.addEventListener('visibilitychange', all);
  connect();
}());
