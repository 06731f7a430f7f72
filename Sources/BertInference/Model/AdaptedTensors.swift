import BertCheckpoint
import Foundation

/// The tensors that an adapter updates or replaces in a base model. Updated tensors are computed when they are read.
struct AdaptedTensors: TensorFile {
  private let base: Checkpoint
  private let adapter: SafetensorsFile
  private(set) var tensors: [TensorDescriptor] = []
  private var sources: [String: Source] = [:]

  private enum Source {
    /// W + s·B·A, or W + s·(B·A)ᵀ.
    case sum(down: TensorDescriptor, up: TensorDescriptor, scale: Float, isTransposed: Bool)
    /// The adapter's tensor of this name, in place of the base model's.
    case own(String)
  }

  init(base: Checkpoint, adapter: SafetensorsFile) {
    self.base = base
    self.adapter = adapter
  }

  var url: URL { adapter.url }
  var metadataEntries: [(key: String, value: String)] { adapter.metadataEntries }

  subscript(name: String) -> TensorDescriptor? { sources[name] == nil ? nil : tensors.first { $0.name == name } }

  /// Adds s·B·A to a weight.
  ///
  /// - Returns: whether the shapes fit: A `[r, K]`, B `[N, r]`, W `[N, K]`, or `[K, N]` where it is transposed.
  mutating func add(
    _ down: TensorDescriptor, _ up: TensorDescriptor, to weight: TensorDescriptor, scale: Float, isTransposed: Bool
  ) -> Bool {
    guard down.shape.count == 2, up.shape.count == 2, down.shape[0] == up.shape[1] else { return false }
    let product = [up.shape[0], down.shape[1]]
    guard weight.shape == (isTransposed ? product.reversed() : product), sources[weight.name] == nil else {
      return false
    }
    sources[weight.name] = .sum(down: down, up: up, scale: scale, isTransposed: isTransposed)
    tensors.append(weight.asFloats(named: weight.name))
    return true
  }

  /// Puts a tensor of the adapter in place of the base model's tensor of that name.
  ///
  /// - Returns: whether nothing else updates or replaces that tensor.
  mutating func replace(_ name: String, by tensor: TensorDescriptor) -> Bool {
    guard sources[name] == nil else { return false }
    sources[name] = .own(tensor.name)
    tensors.append(tensor.asFloats(named: name))
    return true
  }

  func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError) {
    switch sources[name] {
    case .own(let own): try adapter.readFloats(of: own, into: target)
    case .sum(let down, let up, let scale, let isTransposed):
      try base.readFloats(of: name, into: target)
      let a = try adapter.floats(of: down.name), b = try adapter.floats(of: up.name)
      let rank = down.shape[0], columns = down.shape[1], rows = up.shape[0]
      for row in 0..<rows {
        for place in 0..<rank {
          let factor = scale * b[row * rank + place], from = place * columns
          if isTransposed {
            for column in 0..<columns { target[column * rows + row] += factor * a[from + column] }
          } else {
            for column in 0..<columns { target[row * columns + column] += factor * a[from + column] }
          }
        }
      }
    case nil: throw CheckpointError(.noSuchTensor, file: url.path, tensor: name)
    }
  }
}

extension TensorDescriptor {
  /// The same shape as 32-bit floats that are computed; the byte range is that of no file.
  fileprivate func asFloats(named name: String) -> TensorDescriptor {
    TensorDescriptor(
      name: name, type: .f32, shape: shape, byteRange: 0..<4 * elementCount, elementCount: elementCount)
  }
}
