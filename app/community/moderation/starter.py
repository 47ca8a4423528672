"""Words for a first list, all to be looked at by staff: what advertisers and swindlers write. Data, not messages."""

STARTER = """
代开发票
刷单
博彩
赌球
网赌
裸聊
约炮
迷药
套现
高利贷
传销
代孕
洗钱
假币
办假证
枪支弹药
加微信
加V信
加Q群
vx号
返利群
兼职日结
"""
