import BertCheckpoint
import BertKernels
import Foundation

/// The names of the tensors of a quantized weight `[N, K]` in a checkpoint, derived from the weight's name.
struct QuantizedNames {
  static let valuesSuffix = ".int8"

  /// I8 `[N, K]`, also where the architecture's own files store the transpose.
  let values: String
  /// F32 `[N]`
  let scales: String
  /// I32 `[k]`: the columns whose weights are kept in floats.
  let keptColumns: String
  /// F32 `[N, k]`: their weights.
  let keptValues: String

  /// - Parameter weight: The weight's name in a checkpoint that is not quantized.
  init(_ weight: String) {
    values = weight + Self.valuesSuffix
    scales = weight + ".scale"
    keptColumns = weight + ".kept_columns"
    keptValues = weight + ".kept"
  }

  var all: [String] { [values, scales, keptColumns, keptValues] }

  /// Reads a weight of a known shape.
  ///
  /// - Throws: ``ModelError/quantizationInvalid(tensor:reason:file:)`` where the parts do not fit together.
  func read(rows: Int, columns: Int, of checkpoint: Checkpoint) throws(ModelError) -> QuantizedMatrix {
    let kept = try floats(keptColumns, .i32, nil, checkpoint)
    // Up to 2²⁴ an I32 is exact as a float; no weight has so many columns.
    guard kept.allSatisfy({ $0 >= 0 && $0 < Float(1 << 24) }) else {
      throw invalid(keptColumns, "it must hold indices of columns", checkpoint)
    }
    let integers = try floats(values, .i8, [rows, columns], checkpoint)
    guard
      let matrix = QuantizedMatrix(
        rows: rows, columns: columns, values: integers.map { Int8($0) },
        scales: try floats(scales, .f32, [rows], checkpoint), keptColumns: kept.map { Int($0) },
        keptValues: try floats(keptValues, .f32, [rows, kept.count], checkpoint))
    else { throw invalid(values, "its scales and kept columns do not fit it", checkpoint) }
    return matrix
  }

  private func floats(
    _ name: String, _ type: TensorType, _ shape: [Int]?, _ checkpoint: Checkpoint
  ) throws(ModelError) -> [Float] {
    guard let tensor = checkpoint[name] else { throw .missingTensors([name], file: checkpoint.url.path, found: []) }
    guard tensor.type == type else {
      throw invalid(name, "its type is \(tensor.type.rawValue) and must be \(type.rawValue)", checkpoint)
    }
    if let shape, tensor.shape != shape {
      throw .shapeMismatch(tensor: name, expected: shape, found: tensor.shape, file: checkpoint.url.path)
    }
    guard tensor.shape.count == shape?.count ?? 1 else {
      throw invalid(name, "it must have one dimension", checkpoint)
    }
    do {
      return try checkpoint.floats(of: name)
    } catch {
      throw .checkpoint(error)
    }
  }

  private func invalid(_ name: String, _ reason: String, _ checkpoint: Checkpoint) -> ModelError {
    .quantizationInvalid(tensor: name, reason: reason, file: checkpoint.url.path)
  }
}
