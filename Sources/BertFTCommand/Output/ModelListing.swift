import BertEncoder
import BertFT
import BertStorage

/// Shows the encoders, the cheapest first, for people as a table and for programs as JSON.
struct ModelListing {
  let hub: Hub
  /// The machine's speed; nil where it cannot be measured.
  let speed: MachineSpeed?

  /// The entries, the cheapest first; those of the same cost by their names.
  private var entries: [ModelEntry] {
    ModelCatalogue.entries.sorted {
      ($0.shape.multiplyAddsPerToken, $0.name) < ($1.shape.multiplyAddsPerToken, $1.name)
    }
  }

  func print(json: Bool) throws(CommandFailure) {
    var output = StandardOutput()
    if json {
      try output.writeLine(document.line)
    } else {
      for line in table.lines { try output.writeLine(line) }
    }
    try output.flush()
  }

  /// Lines that explain the columns of the table.
  var notes: [String] {
    var lines = [
      "cost: multiply-adds of one token of a text of \(ModelShape.referenceLength) tokens; SHA-256: of the weights, or "
        + "that which the Hub states when they are fetched"
    ]
    if let speed {
      lines.insert(
        "time: estimated for one such text, from \(Figures.fixed(speed.multiplyAddsPerSecond / 1e9, 1)) billion "
          + "multiply-adds a second\(speed.precision.map { " in \($0.rawValue)" } ?? "") on \(Figures.count(speed.threads, "thread")) of \(speed.processor)",
        at: 0)
    }
    return lines
  }

  private var table: Table {
    var table = Table(
      [
        "name", "cost", "time", "weights", "layers", "tokens", "for", "languages", "here", "SHA-256", "licence",
        "what it is",
      ], leftAligned: [0, 6, 7, 8, 9, 10, 11])
    for entry in entries {
      let shape = entry.shape
      table.add([
        entry.name, Self.millions(shape.multiplyAddsPerToken),
        milliseconds(shape).map { Figures.fixed($0, $0 < 10 ? 1 : 0) + " ms" } ?? "-", Self.millions(shape.parameters),
        "\(shape.layers) × \(shape.width)", Figures.count(shape.maximumTokens), entry.use.rawValue, entry.languages,
        hub.cachedModel(entry.name) == nil ? "no" : "yes", entry.sha256.map { $0.prefix(12) + "…" } ?? "by the Hub",
        entry.licence, entry.summary,
      ])
    }
    return table
  }

  private static func millions(_ count: Int) -> String {
    let value = Double(count) / 1e6
    return Figures.fixed(value, value < 100 ? 1 : 0) + " M"
  }

  /// The estimated time of one text of reference length.
  private func milliseconds(_ shape: ModelShape) -> Double? {
    speed.map { 1000 * Double(ModelShape.referenceLength) / $0.tokensPerSecond(shape) }
  }

  private var document: JSONValue {
    let machine = speed.map { speed -> JSONValue in
      [
        "processor": .string(speed.processor), "threads": .integer(speed.threads),
        "multiply_adds_per_second": .double(speed.multiplyAddsPerSecond.rounded()),
        "precision": .string((speed.precision ?? .fp32).rawValue),
      ]
    }
    return .object([("models", .array(entries.map(object))), ("machine", machine ?? .null)])
  }

  private func object(_ entry: ModelEntry) -> JSONValue {
    let shape = entry.shape
    let files: [JSONValue] = entry.files.map {
      ["path": .string($0.path), "bytes": .integer($0.size), "sha256": .string($0.sha256)]
    }
    let routes = (entry.hubID == nil ? [] : ["hub"]) + (entry.source == nil ? [] : ["package"])
    return .object([
      ("name", .string(entry.name)), ("summary", .string(entry.summary)), ("licence", .string(entry.licence)),
      ("use", .string(entry.use.rawValue)), ("languages", .string(entry.languages)),
      ("bytes", entry.size.map(JSONValue.integer) ?? .null), ("sha256", entry.sha256.map(JSONValue.string) ?? .null),
      ("cached", .bool(hub.cachedModel(entry.name) != nil)), ("hub_id", entry.hubID.map(JSONValue.string) ?? .null),
      ("revision", entry.revision.map(JSONValue.string) ?? .null), ("routes", .array(routes.map(JSONValue.string))),
      ("architecture", .string(shape.architecture)), ("layers", .integer(shape.layers)),
      ("hidden_size", .integer(shape.width)), ("intermediate_size", .integer(shape.feedForward)),
      ("gated", .bool(shape.isGated)), ("parameters", .integer(shape.parameters)),
      ("max_length", .integer(shape.maximumTokens)),
      ("multiply_adds_per_token", .integer(shape.multiplyAddsPerToken)),
      ("estimated_tokens_per_second", speed.map { .double($0.tokensPerSecond(shape).rounded()) } ?? .null),
      ("files", .array(files)),
    ])
  }
}
