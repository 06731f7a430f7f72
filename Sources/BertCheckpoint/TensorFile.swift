public import Foundation

/// A file of named tensors, whose values are read on request.
public protocol TensorFile: Sendable {
  /// The file.
  var url: URL { get }
  /// The tensors in the order of their values in the file.
  var tensors: [TensorDescriptor] { get }
  /// The metadata of the file, in their order.
  var metadataEntries: [(key: String, value: String)] { get }
  /// The tensor of a name, compared byte for byte; nil if there is none.
  subscript(name: String) -> TensorDescriptor? { get }
  /// The values of a tensor as floats, in row-major order.
  func floats(of name: String) throws(CheckpointError) -> [Float]
  /// Reads the values of a tensor as floats into a buffer of exactly its size, in row-major order.
  ///
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`, `shrunkSinceOpened`.
  func readFloats(of name: String, into target: UnsafeMutableBufferPointer<Float>) throws(CheckpointError)
}

extension TensorFile {
  /// The values of a tensor as floats, in row-major order.
  ///
  /// F32 is copied; narrower floats are widened exactly; F64 and wide integers are rounded to the nearest float, and
  /// an F64 beyond a float's range becomes an infinity; a bool is 0 or 1.
  ///
  /// - Parameter name: The tensor.
  /// - Throws: `noSuchTensor`, `notConvertible`, `shrunkSinceOpened`.
  public func floats(of name: String) throws(CheckpointError) -> [Float] {
    guard let tensor = self[name] else { throw CheckpointError(.noSuchTensor, file: url.path, tensor: name) }
    // Checked before memory is allocated: the count of a packed type is not bounded by the file's size in bytes.
    guard tensor.type.isConvertibleToFloat else {
      throw CheckpointError(.notConvertible(tensor.type), file: url.path, tensor: name)
    }
    var failure: CheckpointError?
    let values = [Float](unsafeUninitializedCapacity: tensor.elementCount) { buffer, count in
      do throws(CheckpointError) {
        try readFloats(of: name, into: UnsafeMutableBufferPointer(rebasing: buffer[..<tensor.elementCount]))
        count = tensor.elementCount
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return values
  }

  /// The tensor of a name, whose values can be read into `target`.
  ///
  /// - Throws: `noSuchTensor`, `notConvertible`, `countMismatch`.
  func tensor(
    _ name: String, for target: UnsafeMutableBufferPointer<Float>
  ) throws(CheckpointError) -> TensorDescriptor {
    guard let tensor = self[name] else { throw CheckpointError(.noSuchTensor, file: url.path, tensor: name) }
    guard tensor.type.isConvertibleToFloat else {
      throw CheckpointError(.notConvertible(tensor.type), file: url.path, tensor: name)
    }
    guard tensor.elementCount == target.count else {
      throw CheckpointError(
        .countMismatch(expected: target.count, found: tensor.elementCount), file: url.path, tensor: name)
    }
    return tensor
  }
}
