import BertData
import BertStorage

/// The page at `/`: a text goes in, labels and scores come out. It loads nothing from anywhere.
enum TryPage {
  static func html(_ model: ServedModel, needsToken: Bool) -> String {
    let name = escaped(model.name)
    let settings = JSONValue.object([
      ("classifies", .bool(model.classifier != nil || model.multiTask != nil)),
      ("embeds", .bool(model.embedder != nil)),
      ("needsToken", .bool(needsToken)),
    ]).line
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
      <form id="form">
      <label for="text">Text</label>
      <textarea id="text" rows="5" required autofocus></textarea>
      <div id="token-row" hidden><label for="token">Token</label><input id="token" type="password" autocomplete="off"></div>
      <button type="submit" id="send">Try it</button>
      </form>
      <section id="result" aria-live="polite"></section>
      <footer><a href="/metrics">metrics</a> <a href="/ready">ready</a> <a href="/health">health</a></footer>
      </main>
      <script>const settings = \(settings);
      \(script)</script>
      </body>
      </html>
      """
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
