import { html } from 'hono/html';
import { type JsonObject, objectAt } from '../workspace/json.ts';
import type { SeenField } from '../workspace/people/seen-modal.ts';
import type { Html } from './html.ts';

/** What the names of a modal's inputs begin with; the block id follows. */
export const fieldPrefix = 'field:';

const inputTypes: Readonly<Record<string, string>> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
};

const holds = ({ value }: SeenField, candidate: string): boolean =>
  value === candidate || (Array.isArray(value) && value.includes(candidate));

/** What all inputs of a field share: its name, and what a screen reader says with it. */
const attributesOf = (field: SeenField, id: string): Html => {
  const described = [
    field.hint === '' ? [] : [`${id}-hint`],
    field.error === undefined ? [] : [`${id}-error`],
  ].flat();
  return html`name="${fieldPrefix}${field.blockId}" ${
    described.length > 0 ? html`aria-describedby="${described.join(' ')}"` : ''
  } ${field.error === undefined ? '' : html`aria-invalid="true"`}`;
};

const renderMenu = (field: SeenField, id: string, isMultiple: boolean): Html => {
  const isEmpty = field.value === undefined;
  return html`<select id="${id}" ${attributesOf(field, id)} ${isMultiple ? html`multiple` : ''}>
    ${
      isMultiple
        ? ''
        : html`<option value="" ${isEmpty ? html`selected` : ''}>${field.placeholder || 'Choose…'}</option>`
    }
    ${field.options.map(
      ({ label, value }) =>
        html`<option value="${value}" ${holds(field, value) ? html`selected` : ''}>${label}</option>`,
    )}
  </select>`;
};

const renderChoices = (field: SeenField, id: string, type: 'radio' | 'checkbox'): Html =>
  html`<div role="group" aria-labelledby="${id}-label">${field.options.map(
    ({ label, value }) =>
      html`<label class="choice"><input
        type="${type}"
        value="${value}"
        ${attributesOf(field, id)}
        ${holds(field, value) ? html`checked` : ''}
      /> ${label}</label>`,
  )}</div>`;

const renderText = (field: SeenField, id: string, element: JsonObject): Html => {
  const value = typeof field.value === 'string' ? field.value : '';
  const placeholder = html`placeholder="${field.placeholder}"`;
  // The line break after the tag is not part of the value; one that the value begins with would be lost without it.
  return element['multiline'] === true
    ? html`<textarea id="${id}" rows="4" ${placeholder} ${attributesOf(field, id)}>
${value}</textarea>`
    : html`<input
        id="${id}"
        type="${inputTypes[field.kind] ?? 'text'}"
        value="${value}"
        autocomplete="off"
        ${placeholder}
        ${attributesOf(field, id)}
      />`;
};

const renderOffer = ({ options, searched }: SeenField, id: string): Html =>
  html`<ul id="${id}-options" class="options" role="listbox" data-typed="${searched ?? ''}" hidden>
    ${options.map(
      ({ label, value }, index) =>
        html`<li id="${id}-option-${index}" role="option" data-value="${value}">${label}</li>`,
    )}
    ${options.length === 0 ? html`<li class="hint">No results</li>` : ''}
  </ul>`;

/** The script shows the options for what is typed; without it, what is typed must be the value of one. */
const renderSearch = (field: SeenField, id: string): Html => {
  const value = typeof field.value === 'string' ? field.value : '';
  return html`<input
      id="${id}"
      type="text"
      role="combobox"
      aria-autocomplete="list"
      aria-controls="${id}-options"
      aria-expanded="false"
      data-field="${field.blockId}"
      value="${value}"
      autocomplete="off"
      placeholder="${field.placeholder}"
      ${attributesOf(field, id)}
    />
    ${field.searched === undefined ? '' : renderOffer(field, id)}`;
};

const renderControl = (field: SeenField, id: string, element: JsonObject): Html => {
  switch (field.kind) {
    case 'static_select':
      return renderMenu(field, id, false);
    case 'multi_static_select':
      return renderMenu(field, id, true);
    case 'external_select':
      return renderSearch(field, id);
    case 'radio_buttons':
      return renderChoices(field, id, 'radio');
    case 'checkboxes':
      return renderChoices(field, id, 'checkbox');
    default:
      return renderText(field, id, element);
  }
};

/** A field of a modal: its label, its control, its complaint and its hint. Menus of people are typed as ids. */
export const renderField = (field: SeenField, block: JsonObject): Html => {
  const id = `${fieldPrefix}${field.blockId}`;
  const optional = field.optional ? html` <span class="optional">(optional)</span>` : '';
  return html`<div class="field">
    <label id="${id}-label" for="${id}">${field.label}${optional}</label>
    ${renderControl(field, id, objectAt(block, 'element'))}
    ${
      field.error === undefined
        ? ''
        : html`<p class="error" role="alert" id="${id}-error">${field.error}</p>`
    }
    ${field.hint === '' ? '' : html`<p class="hint" id="${id}-hint">${field.hint}</p>`}
  </div>`;
};
