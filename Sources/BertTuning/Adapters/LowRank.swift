import BertEncoder
import BertKernels

/// LoRA (Hu et al., arXiv 2106.09685): the encoder's weights are frozen; the head and a low-rank update beside each
/// target matrix are trained. At the end of a run the updates are merged into the weights.
struct LowRank: Adapter {
  let options: LoRAOptions
  let seed: UInt64
  let decay: Double

  init(_ options: TrainingOptions) {
    self.options = options.lora ?? LoRAOptions()
    seed = options.seed
    decay = options.layerDecay
  }

  /// Ten times that of full fine-tuning (Schulman et al., "LoRA Without Regret", 2025, find that factor across models
  /// and data sets): 5e-4 for the width of BERT-base, as in the paper's runs of RoBERTa-base.
  func usualLearningRate(hidden: Int) -> Double { 10 * TrainingOptions.usualLearningRate(hidden: hidden) }

  func attach(to model: SequenceClassifier) {
    model.addLowRankUpdates(to: Set(options.targets), rank: options.rank, alpha: options.alpha, seed: seed)
  }

  func trains(_ parameter: Parameter, of model: SequenceClassifier, epoch: Int) -> Bool {
    parameter.isOfUpdate || model.isHead(parameter)
  }

  func saved(of model: SequenceClassifier, epochs: Int) -> [Parameter] {
    model.trainable.filter { everTrains($0, of: model, epochs: epochs) }
  }

  func detach(from model: SequenceClassifier, _ compute: Compute) {
    model.mergeLowRankUpdates(compute)
  }
}
