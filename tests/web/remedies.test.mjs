// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRemedies, smallerBudget } from '../../web/js/jobs/remedies.js';

const budgets = ['4000000', '1500000', '1000000', 'none'];
const large = { width: 3000, height: 2000 };
const small = { width: 1200, height: 1000 };

test('the next smaller budget is one that makes an image smaller', () => {
  assert.equal(smallerBudget(budgets, 'none', [small, large]), '4000000');
  assert.equal(smallerBudget(budgets, '4000000', [large]), '1500000');
  assert.equal(smallerBudget(budgets, '1500000', [large]), '1000000');
  assert.equal(smallerBudget(budgets, '1000000', [large]), undefined);
  assert.equal(smallerBudget(budgets, 'none', [small]), '1000000');
  assert.equal(smallerBudget(budgets, 'none', [{ width: 1000, height: 1000 }]), undefined);
  assert.equal(smallerBudget(budgets, 'none', []), undefined);
});

/** @param {any} [fault] @param {any} [order] */
function remedyOf(fault = { http: 413, field: 'images' }, order = { sizes: [large], parts: [{ crop: null }] }) {
  let settings = { image_budget: '4000000', prompt: 'later' };
  const schema = { settings: [{ name: 'image_budget', choices: budgets.map((value) => ({ value, label: `${value} pixels` })) }] };
  const store = { get: () => ({ settings }), update: (/** @type {any} */ patch) => void ({ settings } = patch) };
  const remedy = createRemedies(/** @type {any} */ ({ schema, store })).of(fault, order, { image_budget: '4000000', prompt: 'then' });
  remedy?.act();
  return remedy && settings;
}

test('of what is too large the images are scaled down, and no other setting is touched', () => {
  assert.deepEqual(remedyOf(), { image_budget: '1500000', prompt: 'later' });
  assert.deepEqual(remedyOf({ http: 0, field: 'image_budget' }), { image_budget: '1500000', prompt: 'later' });
  assert.deepEqual(remedyOf(undefined, { sizes: [large], parts: [{ crop: { width: 1280, height: 1024 } }] })?.image_budget, '1000000');
});

test('nothing is offered that would not help', () => {
  assert.equal(remedyOf({ http: 400, field: 'images' }), null);
  assert.equal(remedyOf(undefined, { sizes: [], parts: [{ crop: null }] }), null);
  assert.equal(remedyOf(undefined, { sizes: [large], parts: [{ crop: { width: 1000, height: 800 } }] }), null);
});
