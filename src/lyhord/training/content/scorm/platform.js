/* The learning platform, by SCORM 1.2: what it is told, and where one was the last time. It is asked for nothing else. */
"use strict";

const platform = (() => {
  const began = Date.now();
  const api = find(window) || (window.opener && find(window.opener));
  let isOpen = false;
  let hasFailed = false;

  /* The platform's object is in a window above. Of one on another host the browser lets nothing be seen: then there is
     no platform to tell, and the story is read without one. */
  function find(win) {
    for (let step = 0; step < 10; step += 1) {
      try {
        if (win.API) return win.API;
      } catch (error) {
        if (error instanceof DOMException && error.name === "SecurityError") return null;
        throw error;
      }
      if (win.parent === win) return null;
      win = win.parent;
    }
    return null;
  }

  function call(name, ...given) {
    const answer = String(api[name](...given));
    if (answer !== "true") hasFailed = true;
    return answer === "true";
  }

  const get = (name) => String(api.LMSGetValue(name));
  const set = (name, text) => call("LMSSetValue", name, String(text));

  /* HHHH:MM:SS.SS */
  function elapsed() {
    const hundredths = Math.floor((Date.now() - began) / 10);
    const two = (number) => String(Math.floor(number)).padStart(2, "0");
    const hours = String(Math.floor(hundredths / 360000)).padStart(4, "0");
    return `${hours}:${two((hundredths / 6000) % 60)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`;
  }

  function commit() {
    set("cmi.core.session_time", elapsed());
    call("LMSCommit", "");
  }

  return {
    get isThere() { return isOpen; },
    get hasFailed() { return hasFailed; },

    /* Returns what was put away with `putAway`, or "". */
    open() {
      if (!api) return "";
      isOpen = call("LMSInitialize", "");
      if (!isOpen) return "";
      if (!["completed", "passed"].includes(get("cmi.core.lesson_status"))) set("cmi.core.lesson_status", "incomplete");
      return get("cmi.suspend_data");
    },

    /* Let one go on from here another time. */
    putAway(text) {
      if (!isOpen) return;
      set("cmi.suspend_data", text);
      set("cmi.core.exit", text ? "suspend" : "");
      commit();
    },

    /* Tell that an ending was reached. The best one stays. */
    complete(points) {
      if (!isOpen) return;
      const before = Number.parseFloat(get("cmi.core.score.raw"));
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", Number.isNaN(before) ? points : Math.max(before, points));
      set("cmi.core.lesson_status", "completed");
    },

    close() {
      if (!isOpen) return;
      set("cmi.core.session_time", elapsed());
      call("LMSFinish", "");
      isOpen = false;
    },
  };
})();
