// @ts-check
/** Shows a fault where it belongs: in the alert, and at the setting it names. */
import { Fault } from './border.js';
import { make } from './dom.js';

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Control */

/** @param {{alert: HTMLElement, dismiss: HTMLElement}} elements */
export function createFaults({ alert, dismiss }) {
  /** @type {Map<string, {control: Control, slot: HTMLElement}>} */
  const fields = new Map();
  /** @type {HTMLElement | null} */
  let offered = null;

  /** @param {string} text @param {string} [link] */
  function setAlert(text, link = '') {
    const name = link.replace('https://', '');
    const more = link ? ['\n', make('a', { href: link, target: '_blank', rel: 'noopener noreferrer' }, name)] : [];
    if (alert.textContent !== text + (link && `\n${name}`)) alert.replaceChildren(text, ...more);
    dismiss.hidden = !text;
    offered?.remove();
    offered = null;
  }

  /** @param {import('../jobs/remedies.js').Remedy} remedy */
  function offer({ label, field, act }) {
    function onclick() {
      clear();
      act();
      goTo(fields.get(field)?.control, true);
    }
    offered = make('button', { type: 'button', className: 'remedy', onclick }, label);
    dismiss.before(offered);
  }

  /** @param {Control | undefined} control @param {boolean} focus */
  function goTo(control, focus) {
    const folded = control?.closest('details');
    if (folded) folded.open = true;
    if (focus) control?.focus();
  }

  /** @param {{control: Control, slot: HTMLElement}} field @param {string} text */
  function mark({ control, slot }, text) {
    slot.textContent = text;
    slot.hidden = !text;
    const others = (control.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && id !== slot.id);
    const describedBy = (text ? [slot.id, ...others] : others).join(' ');
    if (text) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
    if (describedBy) control.setAttribute('aria-describedby', describedBy);
    else control.removeAttribute('aria-describedby');
  }

  function clear() {
    setAlert('');
    for (const field of fields.values()) if (!field.slot.hidden) mark(field, '');
  }

  dismiss.addEventListener('click', clear);

  return {
    clear,

    /** Lets faults of this name be shown at a control; changing it takes them away.
     * @param {string} name @param {Control} control in a .field */
    watch(name, control) {
      const slot = make('p', { className: 'error', id: `${control.id}-error`, hidden: true });
      control.closest('.field')?.append(slot);
      fields.set(name, { control, slot });
      control.addEventListener('input', () => slot.hidden || clear());
    },

    /** @param {unknown} error
     * @param {{focus?: boolean, remedy?: import('../jobs/remedies.js').Remedy | null}} [how] 'focus': whether to go to the field */
    show(error, { focus = true, remedy = null } = {}) {
      const fault = Fault.from(error);
      clear();
      setAlert(fault.message, fault.link);
      if (remedy) offer(remedy);
      const field = fields.get(fault.field);
      if (!field) return;
      mark(field, fault.message);
      goTo(field.control, focus);
    },
  };
}

/** @typedef {ReturnType<typeof createFaults>} Faults */
