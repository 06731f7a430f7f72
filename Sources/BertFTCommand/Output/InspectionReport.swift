import BertEncoder
import BertFT
import BertStorage
import Foundation

/// A checkpoint as lines for people and as JSON for programs.
struct InspectionReport {
  let path: String
  let checkpoint: Checkpoint
  let model: InspectedModel?

  private var bytes: Int { checkpoint.tensors.reduce(0) { $0 + $1.byteRange.count } }
  private var elements: Int { checkpoint.tensors.reduce(0) { $0 + $1.elementCount } }

  private var metadata: [(key: String, value: String)] { checkpoint.files.flatMap(\.metadataEntries) }

  /// The report as text.
  var lines: [String] {
    var lines = [
      "\(path): \(Figures.count(checkpoint.tensors.count, "tensor")), \(Figures.count(elements, "value")), "
        + Figures.bytes(bytes) + (checkpoint.files.count > 1 ? " in \(checkpoint.files.count) shards" : "")
    ]
    for (key, value) in metadata.prefix(20) { lines.append("metadata \(Self.shown(key)): \(Self.shown(value))") }
    if let configuration = model?.configuration {
      lines.append(
        "architecture \(configuration.modelType): \(Figures.count(configuration.layerCount, "layer")), hidden \(configuration.hiddenSize), "
          + "\(Figures.count(configuration.headCount, "head")) of \(configuration.headSize), feed-forward "
          + "\(configuration.intermediateSize) (\(configuration.hiddenActivation)), vocabulary "
          + "\(Figures.count(configuration.vocabularySize)), "
          + (configuration.hasUnlimitedPositions ? "relative" : "\(configuration.maximumPositions)") + " positions")
      lines += Self.attention(configuration)
      let cost = configuration.cost
      lines.append(
        "cost: \(Figures.count(cost.perToken, "multiply-add")) a token, and \(Figures.count(cost.perSeenToken)) more for each "
          + "token that it sees")
    }
    if let entry = model?.entry {
      lines.append("catalogue: \(entry.name), licence \(entry.licence), \(entry.summary)")
    }
    if let model, !model.findings.isEmpty {
      let width = model.findings.map(\.subject.count).max() ?? 0
      lines.append("")
      for finding in model.findings {
        let subject = Self.shown(finding.subject).padding(toLength: width, withPad: " ", startingAt: 0)
        lines.append("\(subject)  \(Self.shown(finding.value))  (\(Self.shown(finding.reason)))")
      }
      lines.append("")
    }
    if let names = model?.names {
      lines.append(
        "names: \(names.mapped.count) mapped, \(names.fresh.count) absent and newly initialized, "
          + "\(names.missing.count) missing, \(names.unused.count) unused")
      lines += names.fresh.map { "absent   \($0)" } + names.missing.map { "missing  \($0)" }
      lines += names.unused.map { "unused   \(Self.shown($0))" }
    }
    lines.append("")
    var table = Table(["tensor", "type", "shape", "bytes"], leftAligned: [0, 1, 2])
    for tensor in checkpoint.tensors {
      let shape = "[" + tensor.shape.map(String.init).joined(separator: ", ") + "]"
      table.add([Self.shown(tensor.name), tensor.type.rawValue, shape, Figures.count(tensor.byteRange.count)])
    }
    return lines + table.lines
  }

  /// The report as one object.
  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("path", .string(path)), ("bytes", .integer(bytes)), ("values", .integer(elements)),
      ("shards", .integer(checkpoint.files.count)),
      ("metadata", .object(metadata.map { ($0.key, .string($0.value)) })),
    ]
    if let model {
      members.append(("architecture", model.configuration.map(Self.architecture) ?? .null))
      members.append(
        (
          "cost",
          model.configuration.map {
            [
              "multiply_adds_per_token": .integer($0.cost.perToken),
              "multiply_adds_per_seen_token": .integer($0.cost.perSeenToken),
            ]
          } ?? .null
        ))
      members.append(
        (
          "catalogue",
          model.entry.map {
            ["name": .string($0.name), "licence": .string($0.licence), "summary": .string($0.summary)]
          } ?? .null
        ))
      let names = model.names
      members.append(
        ("mapped", names.map { .object($0.mapped.map { ($0.parameter, .string($0.tensor)) }) } ?? .null))
      members.append(("absent", names.map { .array($0.fresh.map { .string($0) }) } ?? .null))
      members.append(("missing", names.map { .array($0.missing.map { .string($0) }) } ?? .null))
      members.append(("unused", names.map { .array($0.unused.map { .string($0) }) } ?? .null))
      members.append(("prefix", names.map { .string($0.wrapper) } ?? .null))
      members.append(("other_heads", names.map { .array($0.otherHeads.map { .string($0) }) } ?? .null))
    }
    if let model {
      members.append(
        (
          "findings",
          .array(
            model.findings.map {
              ["subject": .string($0.subject), "value": .string($0.value), "reason": .string($0.reason)]
            })
        ))
      members.append(("warnings", .array(model.warnings.map { .string($0) })))
    }
    members.append(("tensors", .array(checkpoint.tensors.map(Self.tensor))))
    return .object(members)
  }

  private static func tensor(_ tensor: TensorDescriptor) -> JSONValue {
    [
      "name": .string(tensor.name), "dtype": .string(tensor.type.rawValue),
      "shape": .array(tensor.shape.map { .integer($0) }), "bytes": .integer(tensor.byteRange.count),
    ]
  }

  /// How an encoder's attention differs from BERT's, in lines.
  private static func attention(_ configuration: EncoderConfiguration) -> [String] {
    var lines: [String] = []
    if configuration.keyValueHeadCount != configuration.headCount {
      lines.append("keys and values: \(Figures.count(configuration.keyValueHeadCount, "head"))")
    }
    func turned(_ rotary: RotaryPositions) -> String {
      "rotary, θ \(Figures.short(Double(rotary.theta)))"
        + (rotary.frequencyDivisor == 1
          ? "" : ", frequencies divided by \(Figures.short(Double(rotary.frequencyDivisor)))")
        + (rotary.fraction == 1 ? "" : ", \(Figures.percent(Double(rotary.fraction))) of a head")
    }
    if let rotary = configuration.rotary { lines.append("positions: " + turned(rotary)) }
    if let distances = configuration.disentangled?.distances {
      let terms = [("queries", distances.meetsQueries), ("keys", distances.meetsKeys)].filter(\.1).map(\.0)
      lines.append(
        "positions: \(Figures.count(2 * distances.span, "embedding")) of distances up to "
          + "\(Figures.count(distances.farthest, "token")), which meet \(terms.joined(separator: " and "))")
    }
    if let windows = configuration.windows {
      let near = windows.isWindowed.count { $0 }
      lines.append(
        "windows: \(Figures.count(near, "layer")) of \(windows.isWindowed.count) see "
          + "\(Figures.count(windows.radius, "token")) to either side"
          + (windows.rotary.map { ", " + turned($0) } ?? ""))
    }
    return lines
  }

  private static func architecture(_ configuration: EncoderConfiguration) -> JSONValue {
    // The members have the names of config.json.
    [
      "model_type": .string(configuration.modelType), "num_hidden_layers": .integer(configuration.layerCount),
      "hidden_size": .integer(configuration.hiddenSize), "num_attention_heads": .integer(configuration.headCount),
      "intermediate_size": .integer(configuration.intermediateSize),
      "hidden_act": .string(configuration.hiddenActivation), "vocab_size": .integer(configuration.vocabularySize),
      "max_position_embeddings": .integer(configuration.maximumPositions),
      "type_vocab_size": .integer(configuration.typeVocabularySize),
      "num_key_value_heads": .integer(configuration.keyValueHeadCount),
      "rope_theta": configuration.rotary.map { .double(Double($0.theta)) } ?? .null,
      "windows": configuration.windows.map { windows -> JSONValue in
        [
          "radius": .integer(windows.radius), "layers": .array(windows.isWindowed.map { .bool($0) }),
          "rope_theta": windows.rotary.map { .double(Double($0.theta)) } ?? .null,
        ]
      } ?? .null,
    ]
  }

  /// A name from a file on one line: control characters are escaped, and a long name is cut.
  private static func shown(_ name: String) -> String {
    var text = ""
    for (index, scalar) in name.unicodeScalars.enumerated() {
      if index == 120 { return text + "…" }
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
