/// Metrics read by the rules of Prometheus' text form, as strictly as they are written: each family once, its `HELP` and
/// `TYPE` before its samples, each sample once, and histograms whose buckets grow to their count.
struct PrometheusFamilies {
  struct Broken: Error {
    let rule: String
    let line: String
  }

  private(set) var names: [String] = []

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else {
      throw Broken(rule: "the last line has no end", line: text.suffix(80).description)
    }
    var kind = ""
    var hasHelp = false
    var samples: Set<Substring> = []
    /// Of each histogram, by its labels but `le`: the limit and the count of the bucket before.
    var buckets: [String: (limit: Double, count: Double)] = [:]
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      func require(_ holds: Bool, _ rule: String) throws { if !holds { throw Broken(rule: rule, line: String(line)) } }
      if let help = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) .+/) {
        try require(!names.contains(String(help.1)), "a family comes twice")
        names.append(String(help.1))
        (kind, hasHelp) = ("", true)
        continue
      }
      if let type = line.wholeMatch(of: /# TYPE ([^ ]+) (counter|gauge|histogram)/) {
        try require(hasHelp && names.last == String(type.1), "a TYPE stands without its HELP")
        (kind, hasHelp) = (String(type.2), false)
        continue
      }
      guard
        let sample = line.wholeMatch(
          of:
            /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{([a-z]+="(?:[^"\\]|\\[\\"n])*"(?:,[a-z]+="(?:[^"\\]|\\[\\"n])*")*)\})? (.+)/
        )
      else { throw Broken(rule: "no sample", line: String(line)) }
      let name = String(sample.1), labels = sample.2 ?? ""
      guard let value = Double(sample.3), let family = names.last, !kind.isEmpty else {
        throw Broken(rule: "no number, or no family", line: String(line))
      }
      try require(samples.insert(line[..<sample.3.startIndex]).inserted, "a sample comes twice")
      try require(kind == "gauge" || value >= 0, "a count is below zero")
      guard kind == "histogram" else {
        try require(name == family, "a sample of another family")
        try require(kind != "counter" || name.hasSuffix("_total"), "a counter's name ends with _total")
        continue
      }
      let parts = labels.split(separator: ",")
      let key = parts.filter { !$0.hasPrefix("le=") }.joined(separator: ",")
      switch name.dropFirst(family.count) {
      case "_bucket":
        let text = parts.first { $0.hasPrefix("le=") }?.dropFirst(4).dropLast() ?? ""
        guard let limit = text == "+Inf" ? .infinity : Double(text) else {
          throw Broken(rule: "a bucket without a limit", line: String(line))
        }
        let before = buckets[key] ?? (-.infinity, 0)
        try require(limit > before.limit && value >= before.count, "buckets grow")
        buckets[key] = (limit, value)
      case "_count": try require(buckets[key].map { $0 == (.infinity, value) } ?? false, "the last bucket is the count")
      default: try require(name == family + "_sum", "a sample of another family")
      }
    }
  }
}
