//! Which platform the words of a file name.

use analytics::vocabulary::Source;

use crate::values::trimmed;

/// The platform a column of a hand-made file, or of an ERP, names.
pub(crate) fn platform(words: &str) -> Option<Source> {
    let words = trimmed(words).to_lowercase();
    if let Some(source) = Source::from_name(&words) {
        return Some(source);
    }
    const NAMES: &[(&str, Source)] = &[
        ("淘宝", Source::Taobao),
        ("天猫", Source::Taobao),
        ("tmall", Source::Taobao),
        ("京东", Source::Jd),
        ("拼多多", Source::Pdd),
        ("抖店", Source::Douyin),
        ("抖音", Source::Douyin),
        ("快手", Source::Kuaishou),
        ("小红书", Source::Xiaohongshu),
        ("微信", Source::Weixin),
        ("视频号", Source::Weixin),
        ("阿里巴巴", Source::Alibaba1688),
        ("有赞", Source::Youzan),
        ("得物", Source::Dewu),
        ("速卖通", Source::Aliexpress),
        ("亚马逊", Source::Amazon),
    ];
    NAMES.iter().find(|(name, _)| words.contains(name)).map(|(_, source)| *source)
}
