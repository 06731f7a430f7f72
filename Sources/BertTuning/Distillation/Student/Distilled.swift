import BertData
package import BertEncoder
import BertInference
package import BertKernels
package import BertText

/// The objective of distillation: the teacher's outputs, which were computed once for all texts, and its last hidden
/// states, which are computed anew for each batch, because those of a corpus would not fit into memory.
struct Distilled: Objective {
  let model: SequenceClassifier
  /// The teacher, prepared for inference.
  let teacher: SequenceClassifier
  let loss: TeacherLoss
  let hiddenWeight: Double
  /// The training sequences; a text in windows is several.
  let sequences: [Encoding]
  /// The teacher's outputs, `[sequences, C]`.
  let outputs: [Float]
  let validation: HeldTaughtTexts

  var itemCount: Int { sequences.count }

  func items(epoch: Int, seed: UInt64) -> [Int] {
    SeededGenerator.order(of: sequences.count, epoch: epoch, seed: seed)
  }

  func tokens(of item: Int) -> Int { sequences[item].ids.count }

  func weight(of item: Int) -> Double { 1 }

  func accumulate(_ items: ArraySlice<Int>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double {
    let width = model.classes
    return model.distillationStep(
      TokenBatch(items.map { sequences[$0] }), of: teacher,
      targets: items.map { item in outputs[item * width..<(item + 1) * width].map(Double.init) }, loss: loss,
      hiddenWeight: hiddenWeight, dropout: dropout, lossScale: share, compute: compute)
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    try validation.judge(model, compute, isCancelled: isCancelled)
  }
}

extension SequenceClassifier {
  /// One step of distillation: forward in training mode, the losses of the outputs and of the last hidden states, and
  /// backward. Adds to the gradients.
  ///
  /// - Parameters:
  ///   - batch: B sequences of T tokens in all.
  ///   - teacher: A model of the same hidden size, which runs without dropout.
  ///   - targets: Its outputs, `[B][C]`.
  ///   - loss: The loss of the outputs.
  ///   - hiddenWeight: The weight of the loss of the hidden states; at 0 the teacher does not run.
  ///   - dropout: Seeds the masks of dropout; `nil` for none.
  ///   - lossScale: Factor of the gradients, where a batch is split.
  /// - Returns: The mean loss, without the factor.
  package func distillationStep(
    _ batch: TokenBatch, of teacher: SequenceClassifier, targets: [[Double]], loss: TeacherLoss, hiddenWeight: Double,
    dropout: DropoutKey?, lossScale: Double = 1, compute: Compute
  ) -> Double {
    let scale = Float(lossScale)
    func outputLoss(_ outputs: Matrix, _ gradient: Matrix) -> Double {
      loss.evaluate(outputs, targets, scale: scale, gradient: gradient)
    }
    guard hiddenWeight > 0 else {
      return trainingStep(batch, dropout: dropout, compute: compute, loss: outputLoss).loss
    }
    let states = teacher.encoder.hiddenStates(batch, compute: compute)
    return trainingStep(
      batch, dropout: dropout, compute: compute,
      stateLoss: { own, gradient in
        hiddenWeight
          * StateDistance().evaluate(
            own, states, boundaries: batch.boundaries, scale: hiddenWeight * lossScale, addingTo: gradient)
      }, loss: outputLoss
    ).loss
  }
}

/// How well a student imitates its teacher.
public struct TeacherFigures: Sendable, Codable, Equatable {
  /// The mean loss of the outputs.
  public var loss: Double
  /// For labels, the share of texts with the same answer; for a number, Pearson's correlation; for vectors, the mean
  /// cosine.
  public var agreement: Double
}

/// The held-out texts that judge a student, with its teacher's outputs.
struct HeldTaughtTexts: EpochJudge {
  let teacher: Teacher
  let loss: TeacherLoss
  let texts: [TextEncoder.Encoded]
  /// The teacher's outputs, `[texts, C]`.
  let truth: [Double]

  func figures(of outputs: [Double]) -> TeacherFigures {
    let width = truth.count / max(1, texts.count)
    let found = Matrix(rows: texts.count, columns: width, values: outputs.map(Float.init))
    let targets = texts.indices.map { Array(truth[$0 * width..<($0 + 1) * width]) }
    return TeacherFigures(
      loss: loss.evaluate(found, targets, scale: 1, gradient: Matrix(rows: texts.count, columns: width)),
      agreement: teacher.agreement(outputs, truth, width: width))
  }

  func judgement(of outputs: [Double]) -> Judgement {
    let figures = figures(of: outputs)
    // A loss that is not finite is worse than all others.
    return Judgement(
      value: figures.loss.isFinite ? figures.loss : .infinity, isHigherBetter: false, metrics: nil, teacher: figures)
  }
}
