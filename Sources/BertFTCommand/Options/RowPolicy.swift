import ArgumentParser

/// What becomes of a row that breaks a rule.
enum RowPolicy: String, ExpressibleByArgument, CaseIterable {
  case error, skip
}
