import Foundation

extension Checkpoint {
  /// The same weights under other names.
  ///
  /// - Parameter names: Returns the new names of a tensor. With several names, the tensor is split along its first
  ///   dimension into as many equal parts; one that cannot be split keeps its name.
  package func respelled(_ names: (String) -> [String]) -> Checkpoint {
    var changed = false
    let respelled = files.map { file in
      let file = RespelledFile(file, names)
      changed = changed || file.isChanged
      return file
    }
    guard changed else { return self }
    var tensors: [TensorDescriptor] = []
    var places: [ExactName: (file: Int, tensor: Int)] = [:]
    for tensor in self.tensors {
      guard let place = self.places[ExactName(tensor.name)] else { continue }
      for new in respelled[place.file].parts(of: tensor.name) {
        places[ExactName(new.name)] = (place.file, tensors.count)
        tensors.append(new)
      }
    }
    return Checkpoint(url: url, tensors: tensors, files: respelled, places: places)
  }
}

/// A file whose tensors are those of another file, or parts of them, under other names.
struct RespelledFile: TensorFile {
  private let base: any TensorFile
  let tensors: [TensorDescriptor]
  /// By the new name, the name in the other file and the part of its first dimension.
  private let sources: [ExactName: (name: String, part: Int, descriptor: TensorDescriptor)]
  private let names: [ExactName: [TensorDescriptor]]
  /// Whether any tensor has a new name.
  let isChanged: Bool

  init(_ base: any TensorFile, _ names: (String) -> [String]) {
    self.base = base
    var tensors: [TensorDescriptor] = []
    var sources: [ExactName: (name: String, part: Int, descriptor: TensorDescriptor)] = [:]
    var parts: [ExactName: [TensorDescriptor]] = [:]
    var isChanged = false
    for tensor in base.tensors {
      var new = names(tensor.name)
      if new.count != 1, !Self.canCut(tensor, into: new.count) { new = [tensor.name] }
      if new != [tensor.name] { isChanged = true }
      let bytes = tensor.byteRange.count / new.count
      let cut = new.enumerated().map { part, name in
        TensorDescriptor(
          name: name, type: tensor.type,
          shape: new.count == 1 ? tensor.shape : [tensor.shape[0] / new.count] + tensor.shape.dropFirst(),
          byteRange: tensor.byteRange.lowerBound + part * bytes..<tensor.byteRange.lowerBound + (part + 1) * bytes,
          elementCount: tensor.elementCount / new.count)
      }
      for (part, descriptor) in cut.enumerated() {
        sources[ExactName(descriptor.name)] = (tensor.name, part, descriptor)
      }
      parts[ExactName(tensor.name)] = cut
      tensors += cut
    }
    self.tensors = tensors
    self.sources = sources
    self.names = parts
    self.isChanged = isChanged
  }

  private static func canCut(_ tensor: TensorDescriptor, into count: Int) -> Bool {
    guard count > 0, let first = tensor.shape.first, first > 0 else { return false }
    return first.isMultiple(of: count) && tensor.byteRange.count.isMultiple(of: count)
  }

  /// The tensors made of the other file's tensor of this name, in the order of its values.
  func parts(of name: String) -> [TensorDescriptor] { names[ExactName(name)] ?? [] }

  var url: URL { base.url }
  var metadataEntries: [(key: String, value: String)] { base.metadataEntries }

  subscript(name: String) -> TensorDescriptor? { sources[ExactName(name)]?.descriptor }

  func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    let tensor = try tensor(name, for: target)
    guard let source = sources[ExactName(name)], let whole = base[source.name] else {
      throw CheckpointError(.noSuchTensor, file: url.path, tensor: name)
    }
    guard whole.elementCount != tensor.elementCount else { return try base.readFloats(of: source.name, into: target) }
    let values = try base.floats(of: source.name), from = source.part * tensor.elementCount
    for index in 0..<tensor.elementCount { target[index] = values[from + index] }
  }
}
