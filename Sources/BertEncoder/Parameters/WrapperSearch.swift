import BertCheckpoint
import Foundation

/// Finds the prefix before the encoder's names in a checkpoint: `module.` of data-parallel training, `_orig_mod.` of a
/// compiled model, the attribute of a custom module, the key of a nested state.
///
/// The prefix is derived from the names, not from a list: it is what precedes the name of an encoder's tensor.
struct WrapperSearch {
  /// The prefixes in the order of the file; for each the encoder's parameters after it, with their shapes in the file.
  private(set) var found: [(wrapper: String, shapes: [String: [Int]])] = []

  private let specifications: [ParameterSpecification]
  private let prefix: String

  /// - Parameter names: Of the parameters that the configuration needs.
  init(_ checkpoint: Checkpoint, _ names: ParameterNames) {
    let configuration = names.configuration
    prefix = configuration.architecture.traits.prefix
    specifications =
      names.embeddings
      + (0..<configuration.layerCount).filter { configuration.place(ofLayer: $0).lowest == $0 }
      .flatMap { names.layer($0).all } + ParameterNames.list([names.finalNorm])
    let bare = Set(specifications.map { Self.bare($0.name, prefix) })
    let components = 1 + (bare.map { $0.utf8.count { $0 == Self.point } }.max() ?? 0)
    let longest = Self.longestSpelling + (bare.map(\.utf8.count).max() ?? 0)
    var places: [String: Int] = [:]
    for tensor in checkpoint.tensors {
      guard let (start, name) = Self.parameter(of: tensor.name, in: bare, components, longest),
        start.utf8.count <= Self.longestWrapper
      else { continue }
      var wrapper = start
      // "transformer." may be both the architecture's prefix and an attribute's name. The prefix is removed once.
      if Self.ends(wrapper, with: prefix) { wrapper = String(wrapper.dropLast(prefix.count)) }
      let place = places[wrapper] ?? found.count
      if place == found.count {
        places[wrapper] = place
        found.append((wrapper, [:]))
      }
      found[place].shapes[name] = tensor.shape
    }
  }

  /// The prefix of the encoder; empty where the names are the architecture's own, or where no encoder is found.
  ///
  /// - Throws: ``ModelError/ambiguousNames(_:file:)`` where two fit equally,
  ///   ``ModelError/foreignNames(prefix:modelType:file:)`` where the prefix is another architecture's.
  func wrapper(_ checkpoint: Checkpoint, _ architecture: Architecture) throws(ModelError) -> String {
    let complete = found.filter { isComplete($0.shapes) }.map(\.wrapper)
    // transformers reads the unprefixed names, whatever else a file holds.
    if complete.contains("") { return "" }
    guard complete.count <= 1 else {
      throw .ambiguousNames(complete.map { $0.isEmpty ? prefix : $0 }, file: checkpoint.url.path)
    }
    let most = found.map(\.shapes.count).max() ?? 0
    let wrapper = complete.first ?? found.first { $0.shapes.count == most }?.wrapper ?? ""
    for component in wrapper.split(separator: ".") {
      guard Self.architecturePrefixes.contains(component + "."), component + "." != prefix else { continue }
      throw .foreignNames(prefix: component + ".", modelType: architecture.rawValue, file: checkpoint.url.path)
    }
    return wrapper
  }

  /// Whether all parameters are present in the shapes of the configuration. The first, the word embeddings, may be
  /// present under a tied name only.
  private func isComplete(_ shapes: [String: [Int]]) -> Bool {
    specifications.allSatisfy { specification in
      guard let shape = shapes[Self.bare(specification.name, prefix)] else {
        return specification.name == specifications.first?.name
      }
      return shape == specification.shape || shape == [specification.rows, specification.columns]
    }
  }

  /// The prefixes that identify an architecture; "transformer." and "model." are too common.
  private static let architecturePrefixes: Set<String> = Set(Architecture.allCases.map(\.traits.prefix))
    .subtracting(["transformer.", "model."])

  /// The longest accepted prefix, in bytes. Real prefixes are a few attribute names; each component is searched later.
  private static let longestWrapper = 256
  /// How many bytes longer than the current spelling of a parameter another spelling may be.
  private static let longestSpelling = 8
  private static let point = UInt8(ascii: ".")

  private static func bare(_ name: String, _ prefix: String) -> String {
    name.hasPrefix(prefix) ? String(name.dropFirst(prefix.count)) : name
  }

  private static func ends(_ wrapper: String, with prefix: String) -> Bool {
    wrapper == prefix || wrapper.hasSuffix("." + prefix)
  }

  /// The parameter whose name a tensor's name ends with, and the prefix before it.
  ///
  /// - Parameters:
  ///   - components: The most components of a parameter's name; no more are tried, since names come from a file.
  ///   - longest: The most bytes of a parameter's name.
  private static func parameter(
    of tensor: String, in bare: Set<String>, _ components: Int, _ longest: Int
  ) -> (wrapper: String, name: String)? {
    var result: (wrapper: String, name: String)?
    let bytes = tensor.utf8
    var end = bytes.endIndex
    for _ in 0..<components {
      let before = bytes[..<end].lastIndex(of: point)
      let start = before.map { bytes.index(after: $0) } ?? bytes.startIndex
      guard bytes.distance(from: start, to: bytes.endIndex) <= longest else { break }
      let name = current(tensor[start...])
      // The longest match counts: that of "encoder.encoder.layer.0…" begins after the first "encoder.".
      if bare.contains(name) { result = (String(tensor[..<start]), name) }
      guard let before else { break }
      end = before
    }
    return result
  }

  /// The current spelling of a name: without TensorFlow's γ and β, and without the suffix of quantized weights.
  private static func current(_ name: Substring) -> String {
    if name.hasSuffix("LayerNorm.gamma") { return name.dropLast(5) + "weight" }
    if name.hasSuffix("LayerNorm.beta") { return name.dropLast(4) + "bias" }
    if name.hasSuffix(QuantizedNames.valuesSuffix) { return String(name.dropLast(QuantizedNames.valuesSuffix.count)) }
    return String(name)
  }
}
