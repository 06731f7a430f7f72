import BertFeatures

/// How the methods `features` and `setfit` adapt to texts of another domain than the labelled ones, called the target.
/// Each works on the encoder's vectors; the encoder itself is not changed.
public enum Adaptation: String, Sendable, Codable, CaseIterable {
  /// The source's vectors get the covariance of the target's (Sun, Feng and Saenko 2016).
  case coral
  /// The principal components of the source are mapped to those of the target (Fernando et al. 2013).
  case subspace
  /// Components along which the domains do not differ, with the linear kernel (Pan et al. 2011).
  case tca
  /// Source texts are weighted by the odds of the target in a logistic regression (Bickel et al. 2007).
  case odds
  /// Source texts are weighted so that the means of the domains meet in a kernel's space (Huang et al. 2006).
  case kmm
  /// Source texts are weighted by an estimate of the ratio of densities (Sugiyama et al. 2008).
  case kliep
  /// The same by least squares (Kanamori et al. 2009).
  case ulsif
  /// Boosting from source texts and few labelled ones of the target (Dai et al. 2007). The bundle's head is the vote
  /// taken on the logits, which is one linear layer, where the paper's is taken on the probabilities.
  case tradaboost
  /// One head a source, of several, and their logits weighted: by a few labelled texts of the target (a logarithmic
  /// opinion pool, Genest and Zidek 1986), or so that the mixture of the sources is nearest to the target (Mansour et
  /// al. 2009).
  case ensemble

  /// Whether it learns from labelled texts of the target, and whether it must.
  var takesLabels: Bool { self == .tradaboost || self == .ensemble }
  var needsLabels: Bool { self == .tradaboost }

  /// How one head is learnt without any label of the target; nil for the adaptations that learn otherwise.
  var ofVectors: VectorAdaptation? { VectorAdaptation(rawValue: rawValue) }
}
