// What every page of the portal does in the browser: htmx sends the CSRF token, and a session that
// is about to end says so two minutes before. Nothing personal is stored; the only thing kept in
// localStorage is when some tab last talked to the server, so that tabs agree.
(() => {
  'use strict';
  const { csrfHeader, csrfToken } = document.body.dataset;

  document.body.addEventListener('htmx:configRequest', (event) => {
    if (csrfHeader) event.detail.headers[csrfHeader] = csrfToken;
  });

  const dialog = document.getElementById('session-ends');
  if (!dialog) return;

  const KEY = 'sentinel-last-answer';
  const idle = Number(dialog.dataset.idle) * 1000;
  const warning = Number(dialog.dataset.warning) * 1000;
  let leaving = false;

  const lastAnswer = () => Number(localStorage.getItem(KEY)) || 0;
  const renewed = () => localStorage.setItem(KEY, String(Date.now()));

  function tick() {
    if (leaving) return;
    const left = lastAnswer() + idle - Date.now();
    if (left < -5000) {
      leaving = true;
      window.location.replace('/signed-out/inactive');
    } else if (left <= 3000) {
      leaving = true;
      document.getElementById('session-over').submit();
    } else if (left <= warning && !dialog.open) {
      dialog.showModal();
      document.getElementById('session-stay').focus();
    } else if (left > warning && dialog.open) {
      dialog.close();
    }
  }

  async function stay() {
    const answer = await fetch('/session/stay', {
      method: 'POST',
      headers: { [csrfHeader]: csrfToken },
      redirect: 'manual',
    }).catch(() => null);
    if (answer && answer.status === 204) {
      renewed();
      dialog.close();
    } else {
      window.location.assign('/home');
    }
  }

  renewed();
  document.body.addEventListener('htmx:afterOnLoad', renewed);
  document.getElementById('session-stay').addEventListener('click', stay);
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    stay();
  });
  window.addEventListener('storage', tick);
  document.addEventListener('visibilitychange', tick);
  setInterval(tick, 1000);
})();
