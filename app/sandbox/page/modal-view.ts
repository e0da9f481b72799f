import { html } from 'hono/html';
import { wordsOf } from '../workspace/block-kit/controls.ts';
import { type JsonObject, textAt } from '../workspace/json.ts';
import type { SeenModal } from '../workspace/people/seen-modal.ts';
import { renderBlocks } from './blocks-view.ts';
import { renderField } from './field-view.ts';
import type { Html } from './html.ts';
import { viewBlocks } from './view-blocks.ts';
import { namesIn, pathOf, type Visit } from './visit.ts';

const renderButton = (visit: Visit, element: JsonObject): Html => {
  const label = wordsOf(element['text']);
  return html`<button
    class="button ${textAt(element, 'style') ?? ''}"
    formaction="${pathOf(visit, '/modal/click')}"
    name="label"
    value="${label}"
  >${label}</button>`;
};

const renderBody = (visit: Visit, modal: SeenModal): readonly Html[] =>
  renderBlocks(viewBlocks(visit.workspace, modal), {
    names: namesIn(visit.workspace),
    control: (element) =>
      element['type'] === 'button' ? renderButton(visit, element) : html`<em>(a menu)</em>`,
    input: (block) => {
      const field = modal.fields.find(({ blockId }) => blockId === block['block_id']);
      return field === undefined ? html`` : renderField(field, block);
    },
  });

/** The view on top of the visitor's modal, over the page; nothing if none is open. */
export const renderModal = (visit: Visit): Html => {
  const { modal } = visit.person;
  if (modal === undefined) {
    return html``;
  }
  return html`<div class="overlay">
    <form
      class="modal"
      role="dialog"
      aria-modal="true"
      aria-labelledby="modal-title"
      data-view="${modal.viewId}"
      method="post"
      action="${pathOf(visit, '/modal/submit')}"
      data-search="${pathOf(visit, '/modal/search')}"
      novalidate
    >
      <h2 id="modal-title">${modal.title}</h2>
      <input type="hidden" name="view" value="${modal.viewId}" />
      <div class="modal-body">${renderBody(visit, modal)}</div>
      ${modal.trouble === undefined ? '' : html`<p class="error" role="alert">${modal.trouble}</p>`}
      <div class="modal-foot">
        ${
          // The first button of a form is the one that Enter presses, so it stands before Cancel; the style turns them round.
          modal.submit === undefined
            ? ''
            : html`<button class="button primary">${modal.submit}</button>`
        }
        <button class="button" id="modal-close" formaction="${pathOf(visit, '/modal/close')}">${modal.close}</button>
      </div>
    </form>
  </div>`;
};
