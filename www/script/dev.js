// Development only: loads the page again when the server has built a new one.
const events = new EventSource("reload-events");
events.onmessage = () => location.reload();
