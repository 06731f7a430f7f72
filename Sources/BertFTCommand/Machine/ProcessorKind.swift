/// The microarchitecture of a processor by its maker's numbers (LLVM's `Host.cpp` has the same table).
enum ProcessorKind {
  /// The microarchitecture's name; nil for one that is not in the table.
  ///
  /// - Parameters:
  ///   - maker: The vendor string of CPUID: `GenuineIntel` or `AuthenticAMD`.
  ///   - family: The display family of CPUID.
  ///   - model: The display model of CPUID.
  static func name(maker: String, family: Int, model: Int) -> String? {
    switch (maker, family) {
    case ("GenuineIntel", 6): intel.first { $0.models.contains(model) }?.name
    case ("AuthenticAMD", 0x17): model < 0x30 ? "Zen" : "Zen 2"
    case ("AuthenticAMD", 0x19): (0x10...0x1F).contains(model) || model >= 0x60 ? "Zen 4" : "Zen 3"
    case ("AuthenticAMD", 0x1A): "Zen 5"
    default: nil
    }
  }

  private static let intel: [(name: String, models: Set<Int>)] = [
    ("Haswell", [0x3C, 0x3F, 0x45, 0x46]),
    ("Broadwell", [0x3D, 0x47, 0x4F, 0x56]),
    ("Skylake", [0x4E, 0x5E, 0x8E, 0x9E, 0xA5, 0xA6]),
    ("Skylake or Cascade Lake server", [0x55]),
    ("Ice Lake", [0x7D, 0x7E]),
    ("Ice Lake server", [0x6A, 0x6C]),
    ("Tiger Lake", [0x8C, 0x8D]),
    ("Alder Lake", [0x97, 0x9A]),
    ("Raptor Lake", [0xB7, 0xBA, 0xBF]),
    ("Meteor Lake", [0xAA, 0xAC]),
    ("Sapphire Rapids", [0x8F]),
    ("Emerald Rapids", [0xCF]),
    ("Granite Rapids", [0xAD, 0xAE]),
    ("Sierra Forest", [0xAF]),
    ("Arrow Lake", [0xC5, 0xC6]),
    ("Lunar Lake", [0xBD]),
  ]
}
