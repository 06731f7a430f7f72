import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels
import BertText

/// Computes the vectors of sequences, normalized to length 1, with a model in training.
struct SequenceVectors {
  let model: SequenceClassifier
  let compute: Compute

  /// The unit vectors of sequences.
  ///
  /// - Returns: `[sequences, H]`
  /// - Throws: `interrupted` where `isCancelled` returned true; `vectorRows` for vectors that are not finite.
  func units(
    of sequences: [Encoding], isCancelled: () -> Bool, progress: (Int) -> Void = { _ in }
  ) throws(TuningError) -> UnitRows {
    model.prepareForInference(compute)
    defer { model.weightsDidChange() }
    let values: [Float]
    do {
      values = try BatchLanes(compute).rows(
        of: sequences, width: model.classes, isCancelled: isCancelled, progress: progress
      ) { model.logits($0, into: $1, compute: $2) }
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    do throws(VectorRowsError) {
      return try UnitRows(
        Matrix(rows: sequences.count, columns: model.classes, values: values), inPlace: true, compute: compute)
    } catch {
      throw .vectorRows(error)
    }
  }
}
