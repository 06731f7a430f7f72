import BertCheckpoint
import BertKernels
import Foundation

/// The tensors in the folder of a step with weights; exactly those that the step has.
struct StepWeights {
  private let checkpoint: Checkpoint
  private let shapes: [String: [Int]]

  /// - Parameters:
  ///   - folder: The step's folder.
  ///   - shapes: The names and shapes of the step's tensors.
  /// - Throws: `checkpoint` where a tensor is missing or has another shape; `fileMalformed` where there are other
  ///   tensors, which the step would silently ignore.
  init(folder: URL, shapes: [String: [Int]]) throws(InferenceError) {
    do {
      checkpoint = try Checkpoint(at: folder)
    } catch {
      throw .checkpoint(error)
    }
    self.shapes = shapes
    let others = checkpoint.tensors.map(\.name).filter { shapes[$0] == nil }.sorted()
    guard others.isEmpty else {
      throw .fileMalformed(
        path: folder.path,
        reason: "its weights hold \(others.prefix(3).joined(separator: ", ")), which the step does not have")
    }
    for (name, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      guard let found = checkpoint[name]?.shape else {
        throw .checkpoint(CheckpointError(.noSuchTensor, file: checkpoint.url.path, tensor: name))
      }
      if found != shape {
        throw .checkpoint(
          CheckpointError(
            .countMismatch(expected: shape.reduce(1, *), found: found.reduce(1, *)), file: checkpoint.url.path,
            tensor: name))
      }
    }
  }

  /// The values of one of the tensors; a vector becomes a matrix of one row.
  func matrix(_ name: String) throws(InferenceError) -> Matrix {
    let shape = shapes[name] ?? []
    let matrix = Matrix(rows: shape.count > 1 ? shape[0] : 1, columns: shape.last ?? 0)
    do {
      try matrix.withUnsafeMutableBufferPointer { (buffer) throws(CheckpointError) in
        try checkpoint.readFloats(of: name, into: buffer)
      }
    } catch {
      throw .checkpoint(error)
    }
    return matrix
  }
}
