import Foundation

/// A TensorFlow checkpoint of a published model with transformers' names, and with its kernels transposed.
///
/// The variables of an optimizer are left out. A variable without a counterpart keeps its name.
struct PublishedTensors: TensorFile {
  let url: URL
  let tensors: [TensorDescriptor]
  /// The model, told by the names.
  let model: TensorFlowModel
  /// The stored shapes of the tensors whose shape differs here.
  let storedShapes: [ExactName: [Int]]
  var metadataEntries: [(key: String, value: String)] { bundle.metadataEntries }

  private let bundle: TensorBundle
  private let places: [ExactName: (tensor: Int, stored: String, layout: TensorFlowNames.Layout)]

  /// - Returns: nil where the names are not those of a published model.
  /// - Throws: `bundleMalformed` where two variables stand for one parameter.
  init?(_ bundle: TensorBundle) throws(CheckpointError) {
    let variables = bundle.tensors.map { tensor in
      (tensor, TensorFlowNames.bare(bundle.variableNames[ExactName(tensor.name)] ?? tensor.name))
    }
    guard let names = TensorFlowNames(variables.map(\.1)) else { return nil }
    let known = Set(variables.map(\.1))
    var tensors: [TensorDescriptor] = []
    var places: [ExactName: (tensor: Int, stored: String, layout: TensorFlowNames.Layout)] = [:]
    var storedShapes: [ExactName: [Int]] = [:]
    for (tensor, variable) in variables where !Self.isOptimizers(variable, tensor.name, known) {
      let place = names.place(of: variable, shape: tensor.shape) ?? (tensor.name, .asStored)
      var shape = tensor.shape
      switch place.layout {
      case .transposed(let rows): shape = rows > 0 ? [tensor.elementCount / rows, rows] : [0, rows]
      case .asStored where shape.count == 2 && place.name.hasSuffix(".bias"): shape = [tensor.elementCount]
      case .asStored: break
      }
      if shape != tensor.shape { storedShapes[ExactName(place.name)] = tensor.shape }
      guard places.updateValue((tensors.count, tensor.name, place.layout), forKey: ExactName(place.name)) == nil else {
        throw CheckpointError(
          .bundleMalformed("two of its variables stand for one parameter"), file: bundle.url.path, tensor: place.name)
      }
      tensors.append(
        TensorDescriptor(
          name: place.name, type: tensor.type, shape: shape, byteRange: tensor.byteRange,
          elementCount: tensor.elementCount))
    }
    url = bundle.url
    self.bundle = bundle
    self.tensors = tensors
    self.places = places
    self.storedShapes = storedShapes
    model = names.model
  }

  /// Whether a variable belongs to an optimizer: a counter, or the name of another variable followed by a further part.
  private static func isOptimizers(_ variable: String, _ key: String, _ known: Set<String>) -> Bool {
    if ["global_step", "beta1_power", "beta2_power"].contains(variable) || key.contains("/.OPTIMIZER_SLOT/") {
      return true
    }
    guard let slash = variable.lastIndex(of: "/") else { return false }
    return known.contains(String(variable[..<slash]))
  }

  subscript(name: String) -> TensorDescriptor? { places[ExactName(name)].map { tensors[$0.tensor] } }

  func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    _ = try tensor(name, for: target)
    guard let place = places[ExactName(name)] else { return }
    guard case .transposed(let rows) = place.layout, rows > 1 else {
      return try bundle.readFloats(of: place.stored, into: target)
    }
    let stored = try bundle.floats(of: place.stored)
    let columns = stored.count / rows
    // By blocks of columns, so that the memory that is read and written stays in cache.
    for first in stride(from: 0, to: columns, by: Self.piece) {
      for row in 0..<rows {
        for column in first..<min(first + Self.piece, columns) {
          target.initializeElement(at: column * rows + row, to: stored[row * columns + column])
        }
      }
    }
  }

  private static let piece = 16
}
