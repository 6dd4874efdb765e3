// Say so on the page when a passkey was not used, whatever the browser's reason.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.getElementById("passkey-trouble").hidden = false;
});
