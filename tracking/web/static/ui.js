// What Streamlit 1.67 cannot be told: where it is served, history, its strings in Chinese.

// A page opened by its address otherwise looks for the server below that address first, in vain.
window.__streamlit = { BACKEND_BASE_URL: location.origin };

// After a page change the server writes the state into the address. That is no step of the reader's,
// so it replaces the entry; otherwise the back button would stop at the page without its state.
(() => {
  "use strict";
  const push = history.pushState.bind(history);
  let arriving = false;
  history.pushState = (state, unused, url) => {
    const next = new URL(url ?? location.href, location.href);
    const samePage = next.pathname === location.pathname;
    if (samePage && arriving) history.replaceState(state, unused, url);
    else push(state, unused, url);
    if (!samePage) arriving = true;
  };
  for (const step of ["pointerdown", "keydown"])
    addEventListener(step, () => (arriving = false), { capture: true, passive: true });
})();

// A link to the same page with other state (class “here”) is followed as the back button would be:
// the page runs anew, without a new load, and stays where it is scrolled to.
addEventListener("click", (event) => {
  const link = event.target.closest?.("a.here");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  dispatchEvent(new PopStateEvent("popstate"));
});

// An address may name a place on its page (#outlook-tested). The page grows while it loads, so the
// place is brought into view anew until the reader moves; after 15 seconds everything is there.
(() => {
  "use strict";
  const place = location.hash.slice(1);
  if (!place) return;
  const tries = setInterval(() => document.getElementById(place)?.scrollIntoView(), 250);
  const stop = () => clearInterval(tries);
  setTimeout(stop, 15000);
  for (const step of ["pointerdown", "keydown", "wheel", "touchstart"])
    addEventListener(step, stop, { capture: true, passive: true, once: true });
})();

// Only exact strings are replaced, and never inside what pages write themselves.
(() => {
  "use strict";
  if (!document.documentElement.lang.startsWith("zh")) return;

  const words = {
    "Add files": "添加文件",
    "App pages": "页面",
    "Browse files": "选择文件",
    "Button action menu": "更多操作",
    "Cancel": "取消",
    "Choose an option": "请选择",
    "Choose options": "请选择",
    "Clear": "清除",
    "Clear all": "全部清除",
    "Clear selection": "清除所选",
    "Clear value": "清除",
    "Close": "关闭",
    "Close fullscreen": "退出全屏",
    "Close search": "关闭查找",
    "Close Search": "关闭查找",
    "Collapse sidebar": "收起导航",
    "CONNECTING": "正在连接",
    "Connecting": "正在连接",
    "Connection error": "连接中断",
    "Connection timed out.": "连接超时。",
    "Copied": "已复制",
    "Copy": "复制",
    "Copy column name": "复制列名",
    "Copy to clipboard": "复制",
    "Dataframe column menu": "列菜单",
    "Delete row(s)": "删除所选行",
    "Download as CSV": "下载为 CSV",
    "Download as PNG": "下载为 PNG",
    "Download failed": "下载未成功",
    "Drag and drop a file here": "将文件拖到此处",
    "Drag and drop files here": "将文件拖到此处",
    "Enter fullscreen": "全屏",
    "Error": "出错了",
    "Exit fullscreen": "退出全屏",
    "Expand sidebar": "展开导航",
    "Format": "格式",
    "Fullscreen": "全屏",
    "Hide column": "隐藏此列",
    "Home": "首页",
    "Is the Streamlit server running?": "看板服务是否仍在运行？",
    "Main menu": "菜单",
    "Navigate to home page": "返回首页",
    "Next page": "下一页",
    "No options": "没有可选项",
    "No options to select.": "没有可选项",
    "No results": "没有结果",
    "Page not found": "页面不存在",
    "Pin column": "固定此列",
    "Please wait...": "请稍候…",
    "Press Enter to apply": "按回车键生效",
    "Press Enter to submit form": "按回车键提交",
    "Previous page": "上一页",
    "Print": "打印",
    "Record screen": "录制屏幕",
    "Remove": "移除",
    "Rerun": "重新运行",
    "Running...": "运行中…",
    "Search": "查找",
    "See details": "查看详情",
    "Select all": "全选",
    "Settings": "设置",
    "Show/hide columns": "显示或隐藏列",
    "Skip to main content": "跳到正文",
    "Sort ascending": "升序",
    "Sort descending": "降序",
    "Stop": "停止",
    "Stopping...": "正在停止…",
    "Streamlit server is not responding. Are you connected to the internet?":
      "看板服务没有响应，请检查网络连接。",
    "The page that you have requested does not seem to exist. Running the app's main page.":
      "您要的页面不存在，现在显示首页。",
    "Type to search": "输入以查找",
    "Unpin column": "取消固定",
    "Upload": "上传",
    "Upload failed": "上传未成功",
    "Uploading...": "正在上传…",
    "View more": "更多",
    "View less": "收起",
    "View all": "全部",
    "Open": "展开选项",
    "open": "打开",
    "empty": "空",
    "file upload": "选择文件",
    "Autosize": "自动列宽",
    "Statistics": "统计",
    "Automatic": "自动",
    "Localized": "本地格式",
    "yyyy": "年",
    "mm": "月",
    "dd": "日",
  };
  const months = [
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
  ];
  const patterns = [
    [
      /^Selected Date: (\w+) (\d+), (\d+)$/,
      (_all, month, day, year) => `所选日期：${year}年${months.indexOf(month) + 1}月${day}日`,
    ],
    [/^year, (.+)$/, "年，$1"],
    [/^month, (.+)$/, "月，$1"],
    [/^day, (.+)$/, "日，$1"],
    [/^(\d+(?:\.\d+)?)\s?([KMG]B) per file$/, "每个文件不超过 $1 $2"],
    [/^(\d+(?:\.\d+)?)\s?([KMG]B) per file • (.*)$/, "每个文件不超过 $1 $2 • $3"],
    [/^Limit (\d+(?:\.\d+)?)\s?([KMG]B) per file(?: • (.*))?$/, "每个文件不超过 $1 $2 • $3"],
    [/^File must be (.*) or smaller\.?$/, "文件不得超过 $1"],
    [/^(.*) files are not allowed\.?$/, "不接受 $1 文件"],
    [/^(\d+) more$/, "另 $1 项"],
    [/^Remove (.+)$/, "移除 $1"],
    [/^Show\/hide columns: (.+)$/, "显示或隐藏列：$1"],
    [/^Download as CSV: (.+)$/, "下载为 CSV：$1"],
    [/^Search: (.+)$/, "查找：$1"],
    [/^Fullscreen: (.+)$/, "全屏：$1"],
    [/^Close fullscreen: (.+)$/, "退出全屏：$1"],
    [/^Delete (.+)$/, "删除 $1"],
    [/^Clear (.+)$/, "清除 $1"],
    [/^Show (\d+) more$/, "再显示 $1 项"],
    [/^Help for (.+)$/, "说明：$1"],
    [/^Selected (.+)\. (.+)$/, "已选 $1。$2"],
    [/^Download plot as (?:a )?(\w+)$/, "下载为 $1 图片"],
  ];
  const attributes = ["aria-label", "title", "placeholder", "aria-description", "data-title"];
  // What pages and reports say is left alone.
  const ours =
    '[data-testid="stMarkdownContainer"], [data-testid="stText"], [data-testid="stHtml"],' +
    " pre, code, table, svg, script, style, textarea";
  // … except a button's own label, which Streamlit sets as Markdown too.
  const theirs = '[data-testid="stFileUploader"] button';

  const said = (text) => {
    const key = text.trim();
    if (!key || !/[A-Za-z]/.test(key)) return null;
    if (Object.hasOwn(words, key)) return text.replace(key, words[key]);
    for (const [pattern, chinese] of patterns)
      if (pattern.test(key)) return text.replace(key, key.replace(pattern, chinese));
    return null;
  };
  const sayText = (node) => {
    const chinese = said(node.data);
    if (chinese !== null && (!node.parentElement?.closest(ours) || node.parentElement.closest(theirs))) node.data = chinese;
  };
  const sayAttributes = (element) => {
    for (const name of attributes) {
      const chinese = element.hasAttribute(name) ? said(element.getAttribute(name)) : null;
      if (chinese !== null) element.setAttribute(name, chinese);
    }
  };
  const sayAll = (root) => {
    if (root.nodeType === Node.TEXT_NODE) return sayText(root);
    if (root.nodeType !== Node.ELEMENT_NODE) return undefined;
    sayAttributes(root);
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode())
      walker.currentNode.nodeType === Node.TEXT_NODE
        ? sayText(walker.currentNode)
        : sayAttributes(walker.currentNode);
    return undefined;
  };

  new MutationObserver((changes) => {
    for (const change of changes)
      if (change.type === "characterData") sayText(change.target);
      else if (change.type === "attributes") sayAttributes(change.target);
      else change.addedNodes.forEach(sayAll);
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: attributes,
  });
  sayAll(document.body);
})();
