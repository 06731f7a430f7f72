import BertData
package import BertEncoder
import BertInference
package import BertKernels
import BertText

/// Learning a task while the same encoder predicts masked tokens of other texts: a·task + b·masked tokens (UDALM:
/// Karouzos, Paraskevopoulos and Potamianos, "UDALM: Unsupervised Domain Adaptation through Language Modeling", 2021).
/// A step has as many masked texts as items of the task, and the encoder reads first the items, then the masked texts.
struct MixedTask<Task: Objective>: Objective {
  /// An item of the task, and the text beside it.
  struct Item {
    let task: Task.Item
    let masked: MaskedText
  }

  /// Its model has a head for masked tokens.
  let task: Task
  let texts: MixedTexts
  /// a and b.
  let shares: MixedShares
  /// Keeps the task's gradients, so that the norm of the masked tokens' gradients is limited to theirs; nil for no
  /// limit.
  let held: HeldGradients?
  /// Chooses the epoch; nil leaves that to the task.
  let validation: MixedJudge?

  var model: SequenceClassifier { task.model }
  var itemCount: Int { task.itemCount }

  func items(epoch: Int, seed: UInt64) -> [Item] {
    zip(task.items(epoch: epoch, seed: seed), texts.beside(epoch: epoch, seed: seed, rows: itemCount)).map {
      Item(task: $0, masked: $1)
    }
  }

  func tokens(of item: Item) -> Int { task.tokens(of: item.task) + item.masked.encoding.ids.count }

  func weight(of item: Item) -> Double { task.weight(of: item.task) }

  /// - Precondition: All items of a step at once: a part's share of the masked tokens differs from its share of the
  ///   items.
  func accumulate(_ items: ArraySlice<Item>, share: Double, dropout: DropoutKey, _ compute: Compute) -> Double {
    precondition(share == 1, "the masked tokens of a step count together")
    var dropout = dropout
    dropout.tokens = .whole
    return shares.step(model, masked: items.map(\.masked), dropout: dropout, balancing: held, compute) { share in
      task.accumulate(ArraySlice(items.map(\.task)), share: share, dropout: dropout, compute)
    }
  }

  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    guard let validation else { return try task.judge(compute, isCancelled: isCancelled) }
    return try validation.judge(compute, isCancelled: isCancelled)
  }
}

/// The weights of a task's loss and of the masked tokens' loss.
package struct MixedShares: Sendable, Equatable {
  /// Of the task and of the masked tokens.
  package let task, masked: Double

  package init(task: Double, masked: Double) {
    self.task = task
    self.masked = masked
  }

  /// λ = n/(n + m) for the task, and 1 − λ for the masked tokens.
  ///
  /// - Parameters:
  ///   - labelled: n, texts that the task is learnt from; at least one.
  ///   - unlabelled: m, texts whose tokens are masked; at least one.
  package init(labelled: Int, unlabelled: Int) {
    task = Double(labelled) / Double(labelled + unlabelled)
    masked = Double(unlabelled) / Double(labelled + unlabelled)
  }

  /// The loss of both.
  func mixed(_ own: Double, _ masked: Double) -> Double { task * own + self.masked * masked }

  /// Forward and backward of both parts. Adds to the gradients.
  ///
  /// - Parameters:
  ///   - masked: Texts whose masked tokens count together.
  ///   - dropout: What the masks of dropout are drawn from; nil for none.
  ///   - held: Where given, the masked tokens' gradient in the encoder is scaled down to the norm of the task's;
  ///     weighting a loss by the norms of two gradients is from Esser, Rombach and Ommer, "Taming Transformers", 2021.
  ///   - own: Runs the task's forward and backward pass with its gradients multiplied by `share`, and returns the loss
  ///     without that factor.
  /// - Returns: The loss of both, weighted by the shares.
  package func step(
    _ model: SequenceClassifier, masked texts: [MaskedText], dropout: DropoutKey?, balancing held: HeldGradients? = nil,
    _ compute: Compute, task own: (_ share: Double) -> Double
  ) -> Double {
    let own = own(task), batch = MaskedBatch(texts), length = held?.hold(compute)
    // Masks of dropout other than those of the task's texts.
    let dropout = dropout.map { DropoutKey(seed: $0.seed ^ 0x4D41_534B_4544_0001, step: $0.step) }
    let masked = model.maskedStep(
      batch.tokens, rows: batch.rows, targets: batch.targets, dropout: dropout, lossScale: Float(self.masked),
      compute: compute)
    if let held, let length { held.rejoin(length: length, compute) }
    return mixed(own, masked)
  }
}

/// Texts that are masked beside those of a task.
struct MixedTexts {
  /// At least one.
  let corpus: any MaskableTexts
  let masking: Masking
  /// Epochs over these texts before the task began; the masks of the task's epochs differ from theirs.
  let passesBefore: Int

  /// The masked texts of an epoch, one for each item of the task; they depend on seed and epoch (from 0) alone. A text
  /// that comes again has new masks. `[rows]`
  func beside(epoch: Int, seed: UInt64, rows: Int) -> [MaskedText] {
    TargetOrder.places(epoch: epoch, seed: seed, rows: rows, target: corpus.count).enumerated().map { row, place in
      masking.masked(
        corpus.encoding(place), number: place, epoch: passesBefore + (epoch * rows + row) / corpus.count)
    }
  }
}

/// Judges by the training loss on held-out texts: it measures the task on texts like the labelled ones and the masked
/// tokens on the others, without labels of the latter.
struct MixedJudge {
  /// With a head for masked tokens.
  let model: SequenceClassifier
  let task: HeldTexts
  /// The labels of its texts.
  let truth: [Int]
  let loss: any Loss<Int>
  let masked: HeldMaskedTexts
  let shares: MixedShares

  /// How good the model is now; nil without texts of the task.
  ///
  /// - Throws: `PredictionInterrupted` where `isCancelled` returned true.
  func judge(_ compute: Compute, isCancelled: () -> Bool) throws(PredictionInterrupted) -> Judgement? {
    guard !task.texts.isEmpty, let masked = try masked.loss(model, compute, isCancelled: isCancelled) else {
      return nil
    }
    model.prepareForInference(compute)
    let logits = try Inference(model: model, compute: compute).logits(task.texts, isCancelled: isCancelled)
    let outputs = Matrix(rows: truth.count, columns: model.classes, values: logits.map(Float.init))
    let own = loss.evaluate(
      outputs, truth, scale: 1, gradient: Matrix(rows: outputs.rows, columns: outputs.columns))
    let mixed = shares.mixed(own, masked)
    return Judgement(
      value: mixed.isFinite ? mixed : .infinity, isHigherBetter: false, metrics: task.judgement(of: logits).metrics,
      maskedLoss: masked)
  }
}
