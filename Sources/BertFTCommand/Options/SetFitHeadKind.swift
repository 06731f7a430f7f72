import ArgumentParser

/// Which head `--method setfit` puts on its encoder.
enum SetFitHeadKind: String, ExpressibleByArgument, CaseIterable {
  /// A logistic regression on the features.
  case logistic
  /// A linear layer that learns together with the encoder.
  case differentiable
}
