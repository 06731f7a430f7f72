/// The style sheet of the page. Opposites are blue and orange, which people with any colour vision can tell apart; no
/// information is given by colour alone.
enum ReportStyle {
  static let sheet: Markup = """
    :root{--bg:#f6f7f9;--card:#fff;--ink:#1b2430;--soft:#566070;--rule:#dde1e7;--wash:#eef1f5;
    --c0:#0b62a4;--c1:#c1500a;--c2:#0b7a5a;--c3:#7548a8;--c4:#876500;--c5:#ad3a78;--c6:#5d6878;--c7:#00788c;
    --for:#ffd9b8;--against:#cfe4fa}
    @media (prefers-color-scheme:dark){:root{--bg:#11151b;--card:#191f28;--ink:#e7ebf1;--soft:#a4aebc;--rule:#303947;
    --wash:#222a35;--c0:#68b3f0;--c1:#f29d52;--c2:#4fcaa2;--c3:#c4a2e8;--c4:#dcbf5c;--c5:#ee8dbe;--c6:#98a4b5;
    --c7:#57c4d4;--for:#6b3d10;--against:#17436b}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    body{margin:0 auto;max-width:1040px;padding:28px 20px 64px;background:var(--bg);color:var(--ink);
    font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans","DejaVu Sans",sans-serif;
    overflow-wrap:anywhere}
    h1{margin:0;font-size:28px;line-height:1.2;letter-spacing:-.01em}
    h2{margin:0 0 14px;font-size:19px;line-height:1.3}
    h3{margin:22px 0 8px;font-size:15px}
    p{margin:0 0 12px}
    .lead{margin:8px 0 16px;color:var(--soft);font-size:16px;max-width:75ch}
    nav{display:flex;flex-wrap:wrap;gap:6px 8px;margin-bottom:22px}
    nav a{padding:3px 11px;border:1px solid var(--rule);border-radius:99px;background:var(--card);color:var(--ink);
    font-size:13px;text-decoration:none}
    nav a:hover,nav a:focus-visible{border-color:var(--c0);color:var(--c0)}
    section{margin:0 0 18px;padding:20px 22px 22px;border:1px solid var(--rule);border-radius:12px;
    background:var(--card);scroll-margin-top:10px}
    section>:last-child{margin-bottom:0}
    .note{color:var(--soft);font-size:14px;max-width:80ch}
    .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(145px,1fr));gap:12px;margin-bottom:16px}
    .card{padding:12px 14px;border-radius:9px;background:var(--wash)}
    .card b{display:block;font-size:25px;line-height:1.25;font-variant-numeric:tabular-nums}
    .card span{display:block;color:var(--soft);font-size:13px;line-height:1.4}
    .pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(320px,100%),1fr));gap:18px 28px}
    figure{margin:0 0 14px;min-width:0;max-width:520px}
    figcaption{margin-bottom:6px;font-weight:600;font-size:14px}
    figure>svg{display:block;width:100%;height:auto}
    svg text{font:11.5px system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",sans-serif}
    .tick,.axis{fill:var(--soft)}.name{fill:var(--ink);font-weight:600}
    .grid{stroke:var(--rule);stroke-width:1;fill:none}
    .mark{stroke:var(--soft);stroke-width:1.3;stroke-dasharray:4 4;fill:none}
    .line{fill:none;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}
    .s0{stroke:var(--c0)}.s1{stroke:var(--c1);stroke-dasharray:7 4}.s2{stroke:var(--c2)}
    .s3{stroke:var(--c3);stroke-dasharray:2 5}.s4{stroke:var(--c4)}.s5{stroke:var(--c5);stroke-dasharray:7 4}
    .s6{stroke:var(--c6)}.s7{stroke:var(--c7);stroke-dasharray:2 5}
    .f0{fill:var(--c0)}.f1{fill:var(--c1)}.f2{fill:var(--c2)}.f3{fill:var(--c3)}.f4{fill:var(--c4)}.f5{fill:var(--c5)}
    .f6{fill:var(--c6)}.f7{fill:var(--c7)}.soft{opacity:.72}.dot{stroke:var(--card);stroke-width:1}
    .legend{display:flex;flex-wrap:wrap;gap:2px 16px;margin:0 0 6px;color:var(--soft);font-size:13px}
    .legend+ol.texts{margin-top:14px}
    .key{display:inline-flex;align-items:center;gap:6px}.key svg{width:26px;height:12px;flex:none}
    .scroll{overflow-x:auto;max-width:100%;margin-bottom:12px}
    .tall{max-height:560px;overflow-y:auto}
    table{border-collapse:collapse;font-size:14px;font-variant-numeric:tabular-nums}
    table.wide{width:100%}
    th,td{padding:6px 12px 6px 0;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top;
    overflow-wrap:normal}
    th{color:var(--soft);font-weight:600;font-size:13px}
    tbody th{color:var(--ink);font-size:14px}
    .num{text-align:right;white-space:nowrap}
    tbody tr:last-child>*{border-bottom:0}
    .bar{display:grid;grid-template-columns:3.6em minmax(48px,1fr);align-items:center;gap:8px;min-width:112px}
    .bar i{display:block;height:9px;border-radius:2px;background:var(--wash);overflow:hidden}
    .bar i::before{content:"";display:block;height:100%;width:calc(var(--v)*100%);background:var(--c0);opacity:.8}
    .matrix td,.matrix th{border:0;padding:3px}
    .matrix td{min-width:46px;height:40px;padding:0 6px;text-align:center;vertical-align:middle;border-radius:5px;
    border:2px solid var(--card);background:color-mix(in srgb,var(--c1) calc(var(--v)*58%),var(--wash))}
    .matrix td.hit{background:color-mix(in srgb,var(--c0) calc(var(--v)*58%),var(--wash))}
    .matrix.dense td{min-width:24px;height:24px;padding:0 2px;font-size:11px;border-width:1px}
    .matrix th{font-weight:600;white-space:nowrap}.matrix tbody th{text-align:right;padding-right:8px;
    vertical-align:middle}
    .matrix thead th{text-align:center;vertical-align:bottom}
    .matrix thead th.turned>span{display:inline-block;writing-mode:vertical-rl;transform:rotate(180deg)}
    ol.texts{margin:0;padding:0;list-style:none}
    ol.texts>li{padding:12px 0;border-top:1px solid var(--rule)}
    ol.texts>li:first-child{border-top:0;padding-top:0}
    .verdict{display:flex;flex-wrap:wrap;gap:2px 14px;margin:0 0 4px;color:var(--soft);font-size:13px}
    .verdict b{color:var(--ink)}
    .text{margin:0;white-space:pre-wrap;unicode-bidi:isolate;max-width:90ch}
    mark{color:inherit;background:none;border-radius:3px;padding:0 1px;text-underline-offset:3px}
    .p1,.p2,.p3{text-decoration:underline solid 2px var(--c1)}.n1,.n2,.n3{text-decoration:underline dotted 2px var(--c0)}
    .p1{background:color-mix(in srgb,var(--for) 35%,transparent)}.p2{background:color-mix(in srgb,var(--for) 70%,transparent)}
    .p3{background:var(--for);font-weight:600}
    .n1{background:color-mix(in srgb,var(--against) 35%,transparent)}
    .n2{background:color-mix(in srgb,var(--against) 70%,transparent)}.n3{background:var(--against);font-weight:600}
    details{margin:10px 0}summary{cursor:pointer;color:var(--c0);font-weight:600;font-size:14px}
    details>:nth-child(2){margin-top:10px}
    pre{margin:0 0 14px;padding:12px 14px;border-radius:8px;background:var(--wash);white-space:pre-wrap;
    font:13px/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
    bdi{unicode-bidi:isolate}
    @media (max-width:560px){body{padding:18px 12px 40px}section{padding:16px 14px}h1{font-size:23px}
    .card b{font-size:21px}.bar{grid-template-columns:2.9em minmax(24px,1fr);gap:5px;min-width:66px}.cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}th,td{padding-right:10px}}
    @media print{body{max-width:none;background:none}section{break-inside:avoid}nav{display:none}}
    """
}
