/** Markdown tokens as React elements. Raw HTML in the source is shown as the characters it is; images become links. */
import { lexer, type Token, type Tokens } from "marked";
import { Fragment, type ReactNode } from "react";

const SAFE = /^(https?:\/\/|mailto:|\/(?![/\\])|#)/i;

/** Parse and render `source`. */
export function renderMarkdown(source: string): ReactNode {
  return renderAll(lexer(source, { gfm: true, breaks: true }));
}

function renderAll(tokens: Token[] | undefined): ReactNode {
  return (tokens ?? []).map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the text is rendered whole, tokens never move
    <Fragment key={index}>{render(token)}</Fragment>
  ));
}

/** Entities that the lexer leaves in text. */
function plain(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => names[name] ?? "");
}

function link(href: string, children: ReactNode): ReactNode {
  if (!SAFE.test(href)) return children;
  const outside = /^https?:/i.test(href);
  return (
    <a href={href} {...(outside ? { target: "_blank", rel: "noopener noreferrer" } : {})}>
      {children}
    </a>
  );
}

function heading(token: Tokens.Heading): ReactNode {
  const Level = token.depth <= 1 ? "h2" : token.depth === 2 ? "h3" : "h4";
  return <Level>{renderAll(token.tokens)}</Level>;
}

function list(token: Tokens.List): ReactNode {
  const items = token.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items of a text never move
    <li key={index} className={item.task ? "task" : undefined}>
      {item.task ? (
        <input type="checkbox" checked={item.checked ?? false} readOnly disabled aria-label={item.text} />
      ) : null}
      {renderAll(item.tokens)}
    </li>
  ));
  return token.ordered ? <ol start={token.start || 1}>{items}</ol> : <ul>{items}</ul>;
}

function table(token: Tokens.Table): ReactNode {
  const cell = (item: Tokens.TableCell, index: number, Tag: "th" | "td") => (
    <Tag key={index} data-align={item.align ?? undefined}>
      {renderAll(item.tokens)}
    </Tag>
  );
  return (
    <table>
      <thead>
        <tr>{token.header.map((item, index) => cell(item, index, "th"))}</tr>
      </thead>
      <tbody>
        {token.rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a text never move
          <tr key={at}>{row.map((item, index) => cell(item, index, "td"))}</tr>
        ))}
      </tbody>
    </table>
  );
}

type Renderer = (token: never) => ReactNode;

const RENDERERS: Record<string, Renderer> = {
  heading: (token: Tokens.Heading) => heading(token),
  paragraph: (token: Tokens.Paragraph) => <p>{renderAll(token.tokens)}</p>,
  blockquote: (token: Tokens.Blockquote) => <blockquote>{renderAll(token.tokens)}</blockquote>,
  list: (token: Tokens.List) => list(token),
  table: (token: Tokens.Table) => table(token),
  code: (token: Tokens.Code) => (
    <pre>
      <code>{token.text}</code>
    </pre>
  ),
  hr: () => <hr />,
  br: () => <br />,
  space: () => null,
  strong: (token: Tokens.Strong) => <strong>{renderAll(token.tokens)}</strong>,
  em: (token: Tokens.Em) => <em>{renderAll(token.tokens)}</em>,
  del: (token: Tokens.Del) => <del>{renderAll(token.tokens)}</del>,
  codespan: (token: Tokens.Codespan) => <code>{plain(token.text)}</code>,
  link: (token: Tokens.Link) => link(token.href, renderAll(token.tokens)),
  image: (token: Tokens.Image) => link(token.href, token.text || token.href),
  text: (token: Tokens.Text) => (token.tokens ? renderAll(token.tokens) : plain(token.text)),
  escape: (token: Tokens.Escape) => plain(token.text),
  html: (token: Tokens.HTML) => token.raw,
};

function render(token: Token): ReactNode {
  const renderer = RENDERERS[token.type];
  return renderer ? renderer(token as never) : token.raw;
}
