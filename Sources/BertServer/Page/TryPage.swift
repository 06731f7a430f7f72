import BertData
import BertInference
import BertStorage

/// The page at `/`, on which a text can be classified, tagged or embedded. It loads no other resources.
enum TryPage {
  /// - Parameters:
  ///   - model: The model that the page uses.
  ///   - names: The names of all models of the server.
  ///   - needsToken: Whether the page asks for the token.
  static func html(_ model: ServedModel, of names: [String], needsToken: Bool) -> String {
    let name = escaped(model.name)
    let settings = JSONValue.object([
      ("question", .string(question(model))), ("classifies", .bool(model.answering != nil || model.described != nil)),
      ("model", .string(model.name)), ("models", .array(names.map { .string($0) })), ("needsToken", .bool(needsToken)),
    ]).line.replacing("<", with: "\\u003c")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(name) · bertft</title>
      <style>\(style)</style>
      </head>
      <body>
      <main>
      <h1>\(name)</h1>
      <p id="what"></p>
      <nav id="models" hidden></nav>
      <form id="form">
      <label for="text">Text</label>
      <textarea id="text" rows="5" required autofocus></textarea>
      <div id="token-row" hidden><label for="token">Token</label><input id="token" type="password" autocomplete="off"></div>
      <button type="submit" id="send">Try it</button>
      </form>
      <section id="result" aria-live="polite"></section>
      <footer><a href="/openapi.json">routes</a> <a href="/metrics">metrics</a> <a href="/ready">ready</a> <a href="/health">health</a></footer>
      </main>
      <script>const settings = \(settings);
      \(script)</script>
      </body>
      </html>
      """
  }

  /// The question below the title.
  private static func question(_ model: ServedModel) -> String {
    if model.described != nil { return "Which label does a text get?" }
    return switch model.answering {
    case .classifier?, .questions?: "Which label does a text get?"
    case .tagger?: "Which entities are in a text?"
    case nil: "Which vector does a text get?"
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
