extension TryPage {
  /// The style sheet, for light and dark colour schemes.
  static let style = """
    :root { color-scheme: light dark; --line: #8884; --bar: #2f6fdb; }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
    main { max-width: 42rem; margin: 0 auto; padding: 2rem 1rem; }
    h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
    #what { margin: .25rem 0 1.5rem; opacity: .75; }
    label { display: block; font-weight: 600; margin-bottom: .25rem; }
    textarea, input { box-sizing: border-box; width: 100%; font: inherit; padding: .5rem; border: 1px solid var(--line);
      border-radius: .4rem; background: transparent; color: inherit; margin-bottom: .75rem; }
    button { font: inherit; font-weight: 600; padding: .5rem 1.25rem; border: 0; border-radius: .4rem; color: #fff;
      background: var(--bar); cursor: pointer; }
    button:disabled { opacity: .5; }
    #result { margin-top: 1.5rem; min-height: 6rem; }
    .row { display: grid; grid-template-columns: minmax(4rem, 10rem) 1fr 4.5rem; gap: .75rem; align-items: center;
      padding: .25rem 0; }
    .row.best { font-weight: 700; }
    .name { overflow-wrap: anywhere; }
    .track { background: var(--line); border-radius: .3rem; height: .8rem; overflow: hidden; }
    .fill { background: var(--bar); height: 100%; }
    .number { text-align: right; font-variant-numeric: tabular-nums; }
    .text { white-space: pre-wrap; overflow-wrap: anywhere; }
    .text mark { background: var(--line); color: inherit; border-radius: .3rem; padding: .1rem .2rem; }
    .text small { font-weight: 600; margin-left: .3rem; opacity: .75; }
    .error { color: #c22; }
    .time { opacity: .7; font-size: .875rem; margin-top: .75rem; }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: .8rem; }
    footer { margin-top: 2rem; font-size: .875rem; opacity: .75; }
    """

  /// The script.
  static let script = """
    const $ = id => document.getElementById(id);
    $('what').textContent = settings.question;
    $('token-row').hidden = !settings.needsToken;
    for (const name of settings.models.length > 1 ? settings.models : []) {
      $('models').hidden = false;
      const link = document.createElement('a');
      link.textContent = name;
      link.href = '/?model=' + encodeURIComponent(name);
      $('models').append(link, ' ');
    }
    const add = (parent, kind, name, text) => {
      const element = document.createElement(kind);
      element.className = name;
      if (text !== undefined) element.textContent = text;
      parent.appendChild(element);
      return element;
    };
    // Offsets count Unicode scalars; JavaScript strings are UTF-16.
    const showEntities = (result, text, entities) => {
      const scalars = Array.from(text), line = add(result, 'p', 'text');
      let end = 0;
      for (const entity of entities) {
        line.append(scalars.slice(end, entity.start).join(''));
        const mark = add(line, 'mark', '', scalars.slice(entity.start, entity.end).join(''));
        add(mark, 'small', '', entity.label + ' ' + (100 * entity.score).toFixed(1) + ' %');
        end = entity.end;
      }
      line.append(scalars.slice(end).join(''));
      if (entities.length === 0) add(result, 'p', '', 'No entities.');
    };
    $('form').addEventListener('submit', async event => {
      event.preventDefault();
      const result = $('result');
      const headers = { 'Content-Type': 'application/json' };
      if (settings.needsToken) headers.Authorization = 'Bearer ' + $('token').value;
      $('send').disabled = true;
      const start = performance.now();
      try {
        const text = $('text').value, route = settings.classifies ? '/v1/classify' : '/v1/embeddings';
        const answer = await fetch(route, { method: 'POST', headers, body: JSON.stringify({ input: text, model: settings.model }) });
        const body = await answer.json();
        const time = (performance.now() - start).toFixed(0);
        result.replaceChildren();
        if (body.error) {
          add(result, 'p', 'error', body.error.message);
        } else if (settings.classifies) {
          const first = body.results[0];
          if (first.entities) showEntities(result, text, first.entities);
          for (const [task, answer] of first.entities ? [] : first.tasks ? Object.entries(first.tasks) : [[null, first]]) {
            if (task !== null) add(result, 'h2', '', task);
            if (answer.scores === undefined) add(result, 'p', '', answer.score.toFixed(4));
            const best = answer.labels || [answer.label];
            for (const [name, score] of Object.entries(answer.scores || {}).sort((a, b) => b[1] - a[1])) {
              const row = add(result, 'div', best.includes(name) ? 'row best' : 'row');
              add(row, 'span', 'name', name);
              add(add(row, 'div', 'track'), 'div', 'fill').style.width = (100 * score).toFixed(1) + '%';
              add(row, 'span', 'number', (100 * score).toFixed(1) + ' %');
            }
          }
          add(result, 'p', 'time', time + ' ms');
        } else {
          const vector = body.data[0].embedding;
          add(result, 'pre', '', vector.slice(0, 16).map(x => x.toFixed(4)).join(' ') + ' …');
          add(result, 'p', 'time', vector.length + ' values, ' + body.usage.total_tokens + ' tokens, ' + time + ' ms');
        }
      } catch (error) {
        result.replaceChildren();
        add(result, 'p', 'error', 'The server did not answer.');
      }
      $('send').disabled = false;
    });
    // An address with ?text=… shows the result at once.
    const given = new URLSearchParams(location.search).get('text');
    if (given) { $('text').value = given; $('form').requestSubmit(); }
    """
}
