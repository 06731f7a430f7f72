import BertKernels
import BertText

/// A sequence classifier with additional outputs that compare two domains: the logits, the features before their
/// dropout, and, with a domain classifier, the logit of the second domain, `[B, C + H + 1]`.
///
/// The domain's logit is W₂·relu(W₁·v + b₁) + b₂ for the features v, with 100 hidden units as in Ganin et al. (JMLR
/// 2016, figure 4a). Below it the gradient is reversed: the features get −λ times the gradient.
final class DomainHead: Head {
  /// Hidden units of the domain classifier.
  static let units = 100

  /// The domain classifier.
  private struct Discriminator {
    let inner, outer: Linear
  }

  private let task: ClassificationHead
  private let discriminator: Discriminator?
  private let classes: Int
  private let hidden: Int
  /// λ
  var reversal: Float = 0

  /// - Parameter confuses: Whether there is a domain classifier.
  init(_ task: ClassificationHead, _ configuration: EncoderConfiguration, classes: Int, confuses: Bool) {
    self.task = task
    self.classes = classes
    hidden = configuration.hiddenSize
    func linear(_ name: String, _ outputs: Int, _ inputs: Int) -> Linear {
      Linear(
        [
          (
            ParameterSpecification(
              name: "domain.\(name).weight", shape: [outputs, inputs], part: .classifier, form: .matrix, decays: true),
            ParameterSpecification(
              name: "domain.\(name).bias", shape: [outputs], part: .classifier, form: .vector, decays: false)
          )
        ], layers: configuration.layerCount)
    }
    discriminator =
      confuses
      ? Discriminator(inner: linear("inner", Self.units, hidden), outer: linear("outer", 1, Self.units)) : nil
  }

  /// The number of columns of the outputs.
  var columns: Int { classes + hidden + (discriminator == nil ? 0 : 1) }
  /// The linear layers of the domain classifier, from its input upwards.
  var domainLinears: [Linear] { discriminator.map { [$0.inner, $0.outer] } ?? [] }
  var linears: [Linear] { task.linears + domainLinears }

  /// B
  func outputRows(of batch: TokenBatch) -> Int { task.outputRows(of: batch) }

  /// What backward needs of one batch.
  struct Tape {
    let task: ClassificationHead.Tape
    /// The hidden units of the domain classifier before and after their activation, `[B, 100]`.
    let raw, active: Matrix?
  }

  func forward(
    _ states: Matrix, _ batch: TokenBatch, into out: Matrix, dropout: DropoutSchedule?, _ compute: Compute
  ) -> Tape {
    let arena = compute.arena
    let logits = arena.matrix(rows: out.rows, columns: classes)  // [B, C]
    let tape = task.forward(states, batch, into: logits, dropout: dropout, compute)
    out.columns(0..<classes).copy(from: logits)
    out.columns(classes..<classes + hidden).copy(from: tape.pooled)
    guard let discriminator else { return Tape(task: tape, raw: nil, active: nil) }
    let raw = arena.matrix(rows: out.rows, columns: Self.units)
    discriminator.inner.forward(tape.pooled, into: raw, .bias(discriminator.inner.bias.value), compute)
    let active = arena.matrix(rows: out.rows, columns: Self.units)
    active.copy(from: raw)
    compute.activate(.relu, active)
    let domain = arena.matrix(rows: out.rows, columns: 1)
    discriminator.outer.forward(active, into: domain, .bias(discriminator.outer.bias.value), compute)
    out.columns(classes + hidden..<columns).copy(from: domain)
    return Tape(task: tape, raw: raw, active: active)
  }

  func backward(
    _ tape: Tape, logitGradient: Matrix, addingTo hiddenGradient: Matrix?, dropout: DropoutSchedule?, _ compute: Compute
  ) {
    let arena = compute.arena, rows = logitGradient.rows
    let own = arena.matrix(rows: rows, columns: classes)
    own.copy(from: logitGradient.columns(0..<classes))
    let vectors = arena.matrix(rows: rows, columns: hidden)
    vectors.copy(from: logitGradient.columns(classes..<classes + hidden))
    if let discriminator, let raw = tape.raw, let active = tape.active {
      let domain = arena.matrix(rows: rows, columns: 1)
      domain.copy(from: logitGradient.columns(classes + hidden..<columns))
      discriminator.outer.accumulateGradients(domain, x: active, compute)
      let units = arena.matrix(rows: rows, columns: Self.units)
      discriminator.outer.inputGradient(domain, into: units, compute)
      compute.activationBackward(.relu, x: raw, gradient: units)
      discriminator.inner.accumulateGradients(units, x: tape.task.pooled, compute)
      let confusion = arena.matrix(rows: rows, columns: hidden)
      discriminator.inner.inputGradient(units, into: confusion, compute)
      for row in 0..<rows {
        for column in 0..<hidden { vectors[row, column] -= reversal * confusion[row, column] }
      }
    }
    task.backward(
      tape.task, logitGradient: own, vectorGradient: vectors, addingTo: hiddenGradient, dropout: dropout, compute)
  }
}
